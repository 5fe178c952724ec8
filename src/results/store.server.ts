import { sql } from 'kysely';
import { leastAnswers, modes, phasesOf } from '#checks/model.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { KnownBefore } from './ceilings.ts';

const modesWithBefore = modes.filter((mode) => phasesOf[mode].includes('before'));

/**
 * Versions of questions of knowledge as classes knew them before their hour: of checks that are over, with ten answers or more in that phase, as far as
 * this transaction sees them. Whoever left a question out did not answer it.
 */
export async function listKnownBefore(tx: Transaction): Promise<KnownBefore[]> {
	const { rows } = await sql<KnownBefore>`
		select version_id as "versionId", count(*)::int as classes, sum(n)::int as n, sum(rightly)::int as count from (
			select i.version_id, sum(k.n) as n, coalesce(sum(k.n) filter (where k.option = v.right_option), 0) as rightly
			from checks c join check_phases b on b.check_id = c.id and b.phase = 'before' and b.state = 'closed'
				join check_counts k on k.phase_id = b.id and k.option >= 0
				join question_set_items i on i.set_id = c.set_id and i.position = k.question
				join question_versions v on v.id = i.version_id and v.kind = 'knowledge'
			where c.mode = any(${modesWithBefore}) and exists (select from check_phases a
				where a.check_id = c.id and a.phase = 'after' and a.state = 'closed')
			group by i.version_id, c.id having sum(k.n) >= ${leastAnswers}) as class
		group by version_id`.execute(tx);
	return rows;
}
