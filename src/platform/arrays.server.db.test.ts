import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readTexts } from './arrays.server.ts';
import { inTransaction } from './db.server.ts';

const text = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 12 }).map((one) => one.replaceAll('\0', '')),
	fc.constantFrom('', 'NULL', 'null', '"', '\\', '{}', 'a,b', ' ', 'ë\n"ç"', '\\"'),
);

test('any array of texts goes to the database and comes back as it was', () =>
	inTransaction({ kind: 'installation' }, async (tx) => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.option(text, { nil: null }), { maxLength: 6 }), async (texts) => {
				const { rows } = await sql<{ back: unknown; length: number; all: boolean }>`
					select ${texts}::text[] as back, cardinality(${texts}::text[]) as length,
						coalesce(array_to_json(${texts}::text[])::jsonb, '[]') = ${JSON.stringify(texts)}::text::jsonb as "all"`.execute(
					tx,
				);
				expect(rows[0]).toEqual({ back: texts, length: texts.length, all: true });
			}),
			{ numRuns: 200 },
		);
	}));

test('what is no array of one dimension is a fault, not half a reading', () => {
	for (const sent of ['{{a},{b}}', 'a,b', '[0:1]={a,b}']) expect(() => readTexts(sent)).toThrow('one dimension');
});
