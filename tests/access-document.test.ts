import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accessDocument, accessPath } from '../scripts/access-document.ts';

test('the table of access stands in the documents as it is: npm run kambana -- access', () => {
	expect(readFileSync(accessPath, 'utf8')).toBe(accessDocument());
});
