import { sql } from 'kysely';
import { leastAnswers, modes, phasesOf } from '#checks/model.ts';
import { json, type Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { SetQuestion } from '#questions/model.ts';
import type { KnownBefore } from './ceilings.ts';
import type { ModeSize, NamedClass, StoredClass, StoredQuestion } from './month.ts';
import type { CountedClass, KeptMode } from './published.ts';
import type { Line, OfferedLine, StoredSum } from './years.ts';

type Count = number | null;
const part = (count: Count, n: Count) => (count === null || n === null ? null : { count, n });

/** Arrays of numbers travel and are read several times as fast as objects: a month has thousands of them. */
type Four = [beforeCount: Count, beforeN: Count, afterCount: Count, afterN: Count];
type ClassRow = Omit<StoredClass, 'results'> & { results: [answer: SetQuestion['answer'], ...Four][] };

/** The classes of a month with their questions of knowledge, as far as they were asked at the end. */
export async function listMonthClasses(tx: Transaction, programmeId: string): Promise<StoredClass[]> {
	const { rows } =
		await sql<ClassRow>`select r.mode, r.answered, a.audiences, a.municipality_code as "municipalityCode",
			m.name as "municipalityName", r.results
		from (select check_id, activity_id, mode, answered,
				array_to_json(array_agg(array[answer, before_count, before_n, after_count, after_n])) as results
			from check_results where programme_id = ${programmeId} and kind = 'knowledge' and after_n > 0
			group by check_id, activity_id, mode, answered) r
		join activities a on a.programme_id = ${programmeId} and a.id = r.activity_id
		left join municipalities m on m.code = a.municipality_code
		order by r.check_id`.execute(tx);
	return rows.map(({ results, ...row }) => ({
		...row,
		results: results.map(([answer, beforeCount, beforeN, afterCount, afterN]) => ({
			...{ answer, kind: 'knowledge', before: part(beforeCount, beforeN), after: part(afterCount, afterN) },
		})),
	}));
}

type QuestionRow = Pick<SetQuestion, 'versionId' | 'answer' | 'kind'> &
	Pick<StoredQuestion, 'mode'> & { sq: string; en: string; parts: Four[] };

/** The versions of questions that were asked in a month, with their words and what each class said to them, mode by mode. */
export async function listMonthQuestions(tx: Transaction, programmeId: string): Promise<StoredQuestion[]> {
	const { rows } =
		await sql<QuestionRow>`select r.mode, r.version_id as "versionId", r.answer, r.kind, v.prompt_sq as sq, v.prompt_en as en, r.parts
		from (select mode, version_id, min(answer) as answer, min(kind) as kind,
				array_to_json(array_agg(array[before_count, before_n, after_count, after_n])) as parts
			from check_results where programme_id = ${programmeId} and after_n is not null group by version_id, mode) r
		join question_versions v on v.id = r.version_id
		order by r.answer, r.version_id`.execute(tx);
	return rows.map(({ mode, versionId, answer, kind, sq, en, parts }) => ({
		...{ mode, question: { versionId, answer, kind, prompt: { sq, en } } },
		classes: parts.map(([beforeCount, beforeN, afterCount, afterN]) => ({
			...{ before: part(beforeCount, beforeN), after: { count: afterCount ?? 0, n: afterN ?? 0 } },
		})),
	}));
}

/** How many classes of a month have an end, and how many answered at it, by mode; that with the first class first. */
export async function listMonthModes(tx: Transaction, programmeId: string): Promise<ModeSize[]> {
	const { rows } = await sql<ModeSize>`select mode, count(*)::integer as classes, sum(answered)::integer as answered
		from (select distinct check_id, mode, answered from check_results where programme_id = ${programmeId} and after_n is not null) one
		group by mode order by min(check_id::text)`.execute(tx);
	return rows;
}

/** The classes of a month by name, in the order of the activities. */
export async function listClassNames(tx: Transaction, programmeId: string): Promise<NamedClass[]> {
	const { rows } = await sql<NamedClass>`select c.id, c.label, c.mode, a.number, a.title, max(r.answered) as answered
		from check_results r join checks c on c.id = r.check_id join activities a on a.id = r.activity_id
		where r.programme_id = ${programmeId} group by c.id, a.id order by a.number, c.made_at, c.id`.execute(tx);
	return rows;
}

/** Of a committee, or in the scope of oversight of all counties. */
type Whose = { committeeId: string | null };
const ownedBy = ({ committeeId }: Whose) => (committeeId === null ? sql`true` : sql`s.committee_id = ${committeeId}`);

/** Which modes and levels were measured, that with most answers first. */
export async function listLines(tx: Transaction, whose: Whose): Promise<OfferedLine[]> {
	const { rows } =
		await sql<OfferedLine>`select s.mode, s.level, sum(s.n::double precision) as n from check_sums s where ${ownedBy(whose)}
		group by s.mode, s.level order by n desc, s.mode, s.level`.execute(tx);
	return rows;
}

/** What months of a committee add up to in one mode at one level, the earliest first. */
export async function listSums(
	tx: Transaction,
	{ committeeId }: { committeeId: string },
	{ mode, level }: Line,
): Promise<StoredSum[]> {
	const { rows } = await sql<StoredSum>`select s.committee_id as "committeeId", s.month, s.answer, s.classes, s.people,
			s.c, s.n, s.cc, s.cn, s.nn, s.before_people as "beforePeople", s.before_c as "beforeC", s.before_n as "beforeN"
		from check_sums s where s.committee_id = ${committeeId} and s.mode = ${mode} and s.level = ${level} order by s.month, s.answer`.execute(
		tx,
	);
	return rows;
}

/**
 * The same for the whole country, added up by the database: of every year all counties together, and of one of them county by county. The month of a sum
 * is its year.
 */
export async function listCountrySums(
	tx: Transaction,
	{ mode, level }: Line,
	year: string | null,
): Promise<StoredSum[]> {
	const committee = year === null ? sql`null::uuid` : sql`s.committee_id`;
	const within = year === null ? sql`true` : sql`s.month between ${`${year}-01`} and ${`${year}-12`}`;
	const { rows } = await sql<StoredSum>`select ${committee} as "committeeId", left(s.month, 4) as month, s.answer,
			${sql.join(
				addedUp.map((column) => sql`sum(s.${sql.ref(column)})::double precision as ${sql.ref(column)}`),
			)}, sum(s.before_people)::double precision as "beforePeople", sum(s.before_c)::double precision as "beforeC",
			sum(s.before_n)::double precision as "beforeN"
		from check_sums s where s.mode = ${mode} and s.level = ${level} and ${within} group by 1, 2, 3 order by 2, 3`.execute(
		tx,
	);
	return rows;
}
const addedUp = ['classes', 'people', 'c', 'n', 'cc', 'cn', 'nn'] as const;

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

type CountedRow = Pick<CountedClass, 'id' | 'mode' | 'number' | 'audiences'> & {
	/** Who answered before; null where nobody was asked. */
	before: Count;
	after: number;
	/** Cards were told apart, so that counts are of those who answered twice. */
	isPaired: boolean;
	results: [answer: SetQuestion['answer'], isReviewed: boolean, ...Four][];
};

/**
 * The classes of a month that have an end, with their questions of knowledge, as they are counted for what is published: of activities that take place, for the
 * announcement says where it was measured.
 */
export async function listCountedClasses(tx: Transaction, programmeId: string): Promise<CountedClass[]> {
	const { rows } =
		await sql<CountedRow>`select r.id, r.mode, a.number, a.audiences, t.answered as before, r.answered as after,
			exists (select from check_pairs p where p.check_id = r.id) as "isPaired", r.results
		from (select one.check_id as id, one.activity_id, one.mode, one.answered, json_agg(json_build_array(one.answer,
				v.state = 'approved', one.before_count, one.before_n, one.after_count, one.after_n) order by one.version_id) as results
			from check_results one join question_versions v on v.id = one.version_id
			where one.programme_id = ${programmeId} and one.kind = 'knowledge' and one.after_n is not null
			group by one.check_id, one.activity_id, one.mode, one.answered) r
		join activities a on a.id = r.activity_id and a.state not in ('cancelled', 'postponed')
		left join check_phases b on b.check_id = r.id and b.phase = 'before' and b.state = 'closed'
		left join check_tallies t on t.phase_id = b.id
		order by r.id`.execute(tx);
	return rows.map(({ before, after, isPaired, results, ...row }) => {
		const told = results.map(([answer, isReviewed, beforeCount, beforeN, afterCount, afterN]) => ({
			...{ answer, isReviewed, before: part(beforeCount, beforeN), after: part(afterCount, afterN) },
		}));
		const most = (own: number, moment: 'before' | 'after'): number =>
			Math.max(own, ...told.map((one) => one[moment]?.n ?? 0));
		// Whose card never came back is not among those who answered twice.
		const twice = isPaired ? most(0, 'after') : 0;
		if (twice > 0) return { ...row, people: { before: twice, after: twice }, results: told };
		const asked = most(after, 'after');
		// Where nobody answered before, or no card came back, the class was asked at the end only.
		if (before === null || before === 0 || row.mode === 'paired')
			return { ...row, people: { before: null, after: asked }, results: told.map((one) => ({ ...one, before: null })) };
		return { ...row, people: { before: most(before, 'before'), after: asked }, results: told };
	});
}

/** The last day of a month, and whether a class of it is being asked before or after its hour. */
export async function getPeriod(tx: Transaction, programmeId: string): Promise<{ endsOn: string; isOpen: boolean }> {
	const { rows } = await sql<{
		endsOn: string;
		isOpen: boolean;
	}>`select ends_on as "endsOn", exists (select from check_phases p
			join checks c on c.id = p.check_id join activities a on a.id = c.activity_id
			where a.programme_id = g.id and p.state = 'open' and p.phase in ('before', 'after')) as "isOpen"
		from programmes g where g.id = ${programmeId}`.execute(tx);
	if (!rows[0]) throw new Problem('not_found', `no programme ${programmeId}`);
	return rows[0];
}

/** A mode as it was published, with which version of the announcement first. */
export type KeptRow = KeptMode & { version: number; madeAt: Date };

/** What was published of a month, up to a version of its announcement or up to the latest. The public sees only what a published version has. */
export async function listKept(tx: Transaction, programmeId: string, upTo: number | null = null): Promise<KeptRow[]> {
	const { rows } =
		await sql<KeptRow>`select k.mode, k.classes, k.activities, k.checks, k.reviewed as "isReviewed", k.tables, k.version,
			k.made_at as "madeAt"
		from published_knowledge k join announcements a on a.id = k.announcement_id
		where a.programme_id = ${programmeId} and k.version <= coalesce(${upTo}::integer, k.version)
		order by array_position(array['paired', 'unpaired', 'group', 'after'], k.mode)`.execute(tx);
	return rows;
}

/** The activities of checks by the numbers they have today: an activity may be numbered anew. */
export async function listNumbers(tx: Transaction, checks: readonly string[]): Promise<Map<string, number>> {
	const { rows } = await sql<{ id: string; number: number }>`select c.id, a.number from checks c
		join activities a on a.id = c.activity_id where c.id = any(${checks}::uuid[])`.execute(tx);
	return new Map(rows.map(({ id, number }) => [id, number]));
}

/** Keeps what `publish` returned, with the version of the announcement that was just approved. The database takes it once and changes nothing of it. */
export async function insertKept(
	tx: Transaction,
	approved: { committeeId: string; announcementId: string; version: number; at: Date },
	{ mode, classes, activities, checks, isReviewed, tables }: KeptMode,
): Promise<void> {
	await sql`insert into published_knowledge (committee_id, announcement_id, version, made_at, mode, classes, activities, checks, reviewed, tables)
		values (${approved.committeeId}, ${approved.announcementId}, ${approved.version}, ${approved.at}, ${mode}, ${classes},
			${activities}::integer[], ${checks}::uuid[], ${isReviewed}, ${json(tables)})`.execute(tx);
}
