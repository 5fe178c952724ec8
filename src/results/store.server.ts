import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import type { Asked, StoredClass } from './month.ts';
import type { StoredSum } from './years.ts';

type Row = Omit<StoredClass, 'results'> & {
	results: [
		version: string,
		beforeCount: number | null,
		beforeN: number | null,
		afterCount: number | null,
		afterN: number | null,
	][];
};
const part = (count: number | null, n: number | null) => (count === null || n === null ? null : { count, n });

/** The classes of a month that were asked, in the order of the activities, each with what is stored of its questions. */
export async function listMonthClasses(tx: Transaction, programmeId: string): Promise<StoredClass[]> {
	const { rows } =
		await sql<Row>`select c.id, c.label, c.mode, a.number, a.title, a.audiences, a.municipality_code as "municipalityCode",
			m.name as "municipalityName", coalesce(t.answered, 0) as answered, r.results
		from (select check_id, json_agg(json_build_array(version_id, before_count, before_n, after_count, after_n)) as results
			from check_results where programme_id = ${programmeId} group by check_id) r
		join checks c on c.id = r.check_id join activities a on a.id = c.activity_id
		left join municipalities m on m.code = a.municipality_code
		left join check_phases p on p.check_id = c.id and p.phase = 'after' and p.state = 'closed'
		left join check_tallies t on t.phase_id = p.id
		order by a.number, c.made_at, c.id`.execute(tx);
	return rows.map(({ results, ...row }) => ({
		...row,
		results: results.map(([versionId, beforeCount, beforeN, afterCount, afterN]) => ({
			...{ versionId, before: part(beforeCount, beforeN), after: part(afterCount, afterN) },
		})),
	}));
}

/** The questions that were asked in a month. */
export async function listAsked(tx: Transaction, programmeId: string): Promise<Asked[]> {
	const { rows } = await sql<
		Omit<Asked, 'prompt'> & { sq: string; en: string }
	>`select v.id as "versionId", q.answer, v.kind,
			v.prompt_sq as sq, v.prompt_en as en
		from question_versions v join questions q on q.id = v.question_id
		where v.id in (select version_id from check_results where programme_id = ${programmeId})
		order by q.answer, v.id`.execute(tx);
	return rows.map(({ sq, en, ...row }) => ({ ...row, prompt: { sq, en } }));
}

/** What the months of a committee add up to; the earliest first. */
export async function listSums(tx: Transaction, committeeId: string): Promise<StoredSum[]> {
	const { rows } =
		await sql<StoredSum>`select p.slug as month, s.mode, s.level, s.answer, s.classes, s.people, s.c, s.n, s.cc, s.cn, s.nn,
			s.before_classes as "beforeClasses", s.before_people as "beforePeople", s.before_c as "beforeC", s.before_n as "beforeN"
		from check_sums s join programmes p on p.id = s.programme_id
		where s.committee_id = ${committeeId} order by p.slug, s.mode, s.level, s.answer`.execute(tx);
	return rows;
}
