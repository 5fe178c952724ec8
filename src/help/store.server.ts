import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { HelpPack, LineDraft } from './input.ts';
import { digitsOf, type Line, type Outcome, type RefusedNumber } from './model.ts';

const national = sql<string>`(select national_committee())`;

const selectLines = (tx: Transaction) =>
	tx
		.selectFrom('help_lines')
		.leftJoinLateral(
			(from) =>
				from
					.selectFrom('line_tests')
					.select(['outcome', 'tested_at', 'demonstration'])
					.whereRef('line_id', '=', 'help_lines.id')
					.orderBy('tested_at', 'desc')
					.orderBy('line_tests.id', 'desc')
					.limit(1)
					.as('latest'),
			(on) => on.onTrue(),
		)
		.select([
			'help_lines.id',
			'committee_id as committeeId',
			sql<boolean>`help_lines.committee_id = ${national}`.as('national'),
			'number',
			'purpose',
			'operator',
			'hours',
			'opens_at as opensAt',
			'closes_at as closesAt',
			'cost',
			'languages',
			'source',
			'source_on as sourceOn',
			'checked_by as checkedBy',
			'checked_on as checkedOn',
			'review_on as reviewOn',
			'rank',
			'valid_from as validFrom',
			'valid_to as validTo',
			'version',
			'latest.outcome',
			'latest.tested_at as testedAt',
			'latest.demonstration',
			sql<Date | null>`(select max(tested_at) from line_tests where line_id = help_lines.id and outcome = 'answered')`.as(
				'lastAnswered',
			),
		]);

type LineRow = Awaited<ReturnType<ReturnType<typeof selectLines>['executeTakeFirstOrThrow']>>;

const lineOf = ({ outcome, testedAt, demonstration, ...row }: LineRow): Line =>
	({
		...row,
		lastTest: outcome && testedAt ? { outcome, at: testedAt, demonstration: demonstration ?? false } : null,
	}) as Line;

/** Lines that somebody of a committee can use; null: only the national ones. */
const reachable = (tx: Transaction, committeeId: string | null) =>
	selectLines(tx).where((on) =>
		on.or([
			on('help_lines.committee_id', '=', national),
			...(committeeId === null ? [] : [on('help_lines.committee_id', '=', committeeId)]),
		]),
	);

/** The lines that somebody of a committee can use: its own and the national ones, in the order of the help page; retired ones last. */
export async function listLines(tx: Transaction, committeeId: string | null): Promise<Line[]> {
	const rows = await reachable(tx, committeeId)
		.orderBy(sql`valid_to is not null`)
		.orderBy('rank')
		.orderBy('number')
		.execute();
	return rows.map(lineOf);
}

/** One of them. @throws Problem not_found */
export async function getLine(tx: Transaction, committeeId: string, id: string): Promise<Line> {
	const row = await reachable(tx, committeeId).where('help_lines.id', '=', id).executeTakeFirst();
	if (!row) throw new Problem('not_found', `no line ${id}`);
	return lineOf(row);
}

const lineRow = ({ digits, ...draft }: LineDraft & { digits: string }) => ({
	number: draft.number,
	digits,
	purpose: draft.purpose,
	operator: draft.operator,
	hours: draft.hours,
	opens_at: draft.opensAt,
	closes_at: draft.closesAt,
	cost: draft.cost,
	languages: draft.languages,
	source: draft.source,
	source_on: draft.sourceOn,
	review_on: draft.reviewOn,
	rank: draft.rank,
	valid_to: draft.validTo,
});

export async function insertLine(
	tx: Transaction,
	committeeId: string,
	draft: LineDraft & { digits: string },
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('help_lines')
		.values({ id, committee_id: committeeId, ...lineRow(draft) })
		.execute();
	return id;
}

/** False when somebody else has changed it since `version`. */
export async function saveLine(
	tx: Transaction,
	id: string,
	version: number,
	draft: LineDraft & { digits: string },
): Promise<boolean> {
	const done = await tx
		.updateTable('help_lines')
		.set({ ...lineRow(draft), version: version + 1 })
		.where('id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst();
	return done.numUpdatedRows === 1n;
}

/** A committee's living line with these digits. */
export async function findLiving(tx: Transaction, committeeId: string, digits: string): Promise<string | undefined> {
	const row = await tx
		.selectFrom('help_lines')
		.select('id')
		.where('committee_id', '=', committeeId)
		.where('digits', '=', digits)
		.where('valid_to', 'is', null)
		.executeTakeFirst();
	return row?.id;
}

export type NewTest = { lineId: string; outcome: Outcome; testedAt: Date; actor: string; demonstration: boolean };

export async function insertTest(tx: Transaction, committeeId: string, test: NewTest): Promise<void> {
	await tx
		.insertInto('line_tests')
		.values({
			id: recordId(),
			committee_id: committeeId,
			line_id: test.lineId,
			outcome: test.outcome,
			tested_at: test.testedAt,
			actor: test.actor,
			demonstration: test.demonstration,
		})
		.execute();
}

/** A call as the history of a line shows it, the latest first. */
export type ToldTest = { outcome: Outcome; at: Date; actor: string; demonstration: boolean; committeeId: string };

export async function listTests(tx: Transaction, lineId: string, most = 50): Promise<ToldTest[]> {
	const rows = await tx
		.selectFrom('line_tests')
		.select(['outcome', 'tested_at as at', 'actor', 'demonstration', 'committee_id as committeeId'])
		.where('line_id', '=', lineId)
		.orderBy('tested_at', 'desc')
		.limit(most)
		.execute();
	return rows as ToldTest[];
}

/** Of the lines whose latest call before a moment was answered: the one called last. */
export async function findProof(
	tx: Transaction,
	committeeId: string,
	{ today, before }: { today: string; before: Date },
): Promise<{ lineId: string; number: string; at: Date } | undefined> {
	const { rows } = await sql<{ lineId: string; number: string; at: Date }>`
		select help_lines.id as "lineId", number, tested_at as at from help_lines cross join lateral (
			select outcome, tested_at from line_tests where line_id = help_lines.id and tested_at < ${before}
			order by tested_at desc, line_tests.id desc limit 1
		) latest
		where committee_id in (${committeeId}, ${national}) and (valid_to is null or valid_to >= ${today}) and outcome = 'answered'
		order by tested_at desc, rank limit 1`.execute(tx);
	return rows[0];
}

/** Numbers that no material may carry: retired or foreign ones of the country pack, and lines that are retired or not answered. */
export async function listRefusedNumbers(
	tx: Transaction,
	committeeId: string | null,
	today: string,
): Promise<RefusedNumber[]> {
	const known = await tx.selectFrom('refused_numbers').select(['digits', 'number', 'reason']).execute();
	const lines = await reachable(tx, committeeId).select('digits').execute();
	const gone = ({ validTo }: { validTo: string | null }) => validTo !== null && validTo < today;
	const living = new Set(lines.filter((line) => !gone(line)).map(({ digits }) => digits));
	const dead = lines.filter((line) =>
		gone(line) ? !living.has(line.digits) : line.outcome && line.outcome !== 'answered',
	);
	return [
		...(known as RefusedNumber[]),
		...dead.map((line) => ({
			digits: line.digits,
			number: line.number,
			reason: gone(line) ? ('retired' as const) : ('dead' as const),
		})),
	];
}

type Kept = 'help_lines' | 'help_offices' | 'help_rights';

/** Somebody has looked whether a record is true, on a day; or what was looked at has changed (null). */
export async function saveChecked(
	tx: Transaction,
	table: Kept,
	id: string,
	checked: { by: string; on: string } | null,
): Promise<void> {
	await tx
		.updateTable(table)
		.set({ checked_by: checked?.by ?? null, checked_on: checked?.on ?? null })
		.where('id', '=', id)
		.execute();
}

/** Digits of the retired and foreign numbers of the country pack. */
export async function listPackNumbers(tx: Transaction): Promise<Set<string>> {
	const rows = await tx.selectFrom('refused_numbers').select('digits').execute();
	return new Set(rows.map(({ digits }) => digits));
}

/** What of a country pack is not there yet, for the national office; its refused numbers in place of the earlier ones. */
export async function savePackHelp(tx: Transaction, committeeId: string, pack: HelpPack): Promise<void> {
	const owned = () => ({ id: recordId(), committee_id: committeeId });
	const codes = ['committee_id', 'code'] as const;
	for (const line of pack.lines)
		await tx
			.insertInto('help_lines')
			.values({ ...owned(), ...line, digits: digitsOf(line.number) })
			.onConflict((on) => on.columns(codes).doNothing())
			.execute();
	for (const { phone, ...office } of pack.offices)
		await tx
			.insertInto('help_offices')
			.values({ ...owned(), ...office, phone: phone || null })
			.onConflict((on) => on.columns(codes).doNothing())
			.execute();
	for (const right of pack.rights)
		await tx
			.insertInto('help_rights')
			.values({ ...owned(), ...right })
			.onConflict((on) => on.columns(codes).doNothing())
			.execute();
	await tx.deleteFrom('refused_numbers').execute();
	for (const { number, reason, source } of pack.refused)
		await tx
			.insertInto('refused_numbers')
			.values({ digits: digitsOf(number), number, reason, source })
			.execute();
}

/** Takes the invented calls away again. */
export async function deleteDemonstrationTests(tx: Transaction): Promise<void> {
	await tx.deleteFrom('line_tests').where('demonstration', 'is', true).execute();
}
