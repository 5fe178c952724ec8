import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';

/** What a question of a built set is like. */
export type QuestionWish = { kind?: 'knowledge' | 'attitude' | 'confidence'; right?: number };

/** A set of the committee that may be asked: four questions of knowledge, three options each, the right one the second; or as wished. */
export async function buildSet(
	tx: Transaction,
	committeeId: string,
	wishes: readonly QuestionWish[] = [{}, {}, {}, {}],
): Promise<string> {
	const one = async (query: ReturnType<typeof sql<{ id: string }>>) => (await query.execute(tx)).rows[0]?.id ?? '';
	const set = await one(sql`insert into question_sets (id, committee_id, level, title_sq, title_en, author)
		values (gen_random_uuid(), ${committeeId}, '15_18', 'Pyetje prove', 'Questions of a test', 'command') returning id`);
	for (const [position, { kind = 'knowledge', right = 1 }] of wishes.entries()) {
		const question = await one(sql`insert into questions (id, committee_id, answer, kind, level)
			values (gen_random_uuid(), ${committeeId}, ${1 + (position % 5)}, ${kind}, '15_18') returning id`);
		const version =
			await one(sql`insert into question_versions (id, committee_id, question_id, kind, number, prompt_sq, prompt_en,
				options_sq, options_en, right_option, explanation_sq, explanation_en, source, valid_from, writers, state)
			values (gen_random_uuid(), ${committeeId}, ${question}, ${kind}, 1, ${`Pyetja ${position + 1}?`}, ${`Question ${position + 1}?`},
				array['E para', 'E dyta', 'E treta'], array['First', 'Second', 'Third'], ${kind === 'knowledge' ? right : null}::smallint,
				'Shpjegim.', 'Explanation.', 'Provë', '2026-01-01', array['command'], 'to_be_reviewed') returning id`);
		await sql`insert into question_set_items (set_id, position, committee_id, version_id, question_id)
			values (${set}, ${position}, ${committeeId}, ${version}, ${question})`.execute(tx);
	}
	await sql`update question_sets set state = 'ready', ready_by = 'command', ready_on = '2026-01-01' where id = ${set}`.execute(
		tx,
	);
	return set;
}
