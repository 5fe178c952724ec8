import { expect, it } from 'vitest';
import { differenceFromSchema } from '../scripts/generate-types.ts';

it('src/platform/schema.ts is what the migrations make', () => {
	expect(differenceFromSchema(process.env.KAMBANA_SOCKET ?? '')).toBe('');
});
