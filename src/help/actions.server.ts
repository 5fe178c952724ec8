import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { parseHelpPack, parseLine, parseOffice, parseRight, parseTest, versionTyped } from './input.ts';
import type { HelpPage } from './languages.ts';
import { type Line, lineState, type Office, type Right } from './model.ts';
import type { ToldLine } from './naming.ts';
import {
	getOffice,
	getRight,
	insertOffice,
	insertRight,
	listOffices,
	listRights,
	saveOffice,
	saveRight,
} from './offices.server.ts';
import { listPages } from './pages.server.ts';
import {
	findLiving,
	findProof,
	getLine,
	insertLine,
	insertTest,
	listLines,
	listPackNumbers,
	saveChecked,
	saveLine,
	savePackHelp,
} from './store.server.ts';

type Home = Pick<Committee, 'id'>;
type Refused = { ok: false; issues: Issue[] };
type Saved = { ok: true; id: string } | Refused;

/** What a committee does not own it can read, never change. */
function refuseForeign(owned: { committeeId: string }, committee: Home): void {
	if (owned.committeeId !== committee.id) throw new Problem('forbidden', 'the record belongs to another committee');
}

/** Somebody else has saved in the meantime: nothing is overwritten, and the form comes back as it was typed. */
const stale = (field: string): Refused => ({ ok: false, issues: [{ field, message: 'form.stale', words: {} }] });

/**
 * Adds a line, or changes the one with the id. A changed number, operator or source has to be checked again.
 * @throws Problem forbidden for a line of the national office
 */
export async function submitLine(tx: Transaction, committee: Home, typed: Typed, id: string | null): Promise<Saved> {
	const parsed = parseLine(typed, await listPackNumbers(tx));
	if (!parsed.ok) return parsed;
	const draft = parsed.value;
	const holder = draft.validTo === null ? await findLiving(tx, committee.id, draft.digits) : undefined;
	if (holder !== undefined && holder !== id)
		return { ok: false, issues: [{ field: 'number', message: 'issue.line_taken', words: { number: draft.number } }] };
	if (id === null) return { ok: true, id: await insertLine(tx, committee.id, draft) };
	const line = await getLine(tx, committee.id, id);
	refuseForeign(line, committee);
	if (!(await saveLine(tx, id, versionTyped(typed), draft))) return stale('number');
	const told = (one: Pick<Line, 'number' | 'operator' | 'source' | 'hours' | 'cost'>) =>
		[one.number, one.operator, one.source, one.hours, one.cost].join('\n');
	if (told(line) !== told(draft)) await saveChecked(tx, 'help_lines', id, null);
	return { ok: true, id };
}

/** Keeps what came of a call. Any committee may call a national line: what it hears counts for all. */
export async function submitTest(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	typed: Typed,
	id: string,
	now: Date,
): Promise<{ ok: true } | Refused> {
	const parsed = parseTest(typed, now);
	if (!parsed.ok) return parsed;
	const line = await getLine(tx, committee.id, id);
	const { outcome, at } = parsed.value;
	await insertTest(tx, committee.id, { lineId: line.id, outcome, testedAt: at, actor, demonstration: false });
	return { ok: true };
}

/** Somebody of the committee that owns a line has looked whether what it says is true. */
export async function checkLine(tx: Transaction, actor: Actor, committee: Home, id: string, now: Date): Promise<void> {
	refuseForeign(await getLine(tx, committee.id, id), committee);
	await saveChecked(tx, 'help_lines', id, { by: actor, on: dayAt(now) });
}

/** Adds a office, or changes the one with the id. @throws Problem forbidden */
export async function submitOffice(
	tx: Transaction,
	committee: Home,
	typed: Typed,
	municipalities: readonly { code: string }[],
	id: string | null,
): Promise<Saved> {
	const parsed = parseOffice(typed, municipalities, await listPackNumbers(tx));
	if (!parsed.ok) return parsed;
	if (id === null) return { ok: true, id: await insertOffice(tx, committee.id, parsed.value) };
	refuseForeign(await getOffice(tx, committee.id, id), committee);
	if (!(await saveOffice(tx, id, versionTyped(typed), parsed.value))) return stale('name_sq');
	await saveChecked(tx, 'help_offices', id, null);
	return { ok: true, id };
}

export async function checkOffice(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	now: Date,
): Promise<void> {
	refuseForeign(await getOffice(tx, committee.id, id), committee);
	await saveChecked(tx, 'help_offices', id, { by: actor, on: dayAt(now) });
}

/** Adds a right, or changes the one with the id. Only the national office keeps them. @throws Problem forbidden */
export async function submitRight(
	tx: Transaction,
	committee: Pick<Committee, 'id' | 'level'>,
	typed: Typed,
	id: string | null,
): Promise<Saved> {
	if (committee.level !== 'national')
		throw new Problem('forbidden', 'only the national office says what the law provides');
	const parsed = parseRight(typed);
	if (!parsed.ok) return parsed;
	if (id === null) return { ok: true, id: await insertRight(tx, committee.id, parsed.value) };
	await getRight(tx, id);
	if (!(await saveRight(tx, id, versionTyped(typed), parsed.value))) return stale('text_sq');
	await saveChecked(tx, 'help_rights', id, null);
	return { ok: true, id };
}

export async function checkRight(
	tx: Transaction,
	actor: Actor,
	committee: Pick<Committee, 'id' | 'level'>,
	id: string,
	now: Date,
): Promise<void> {
	if (committee.level !== 'national')
		throw new Problem('forbidden', 'only the national office says what the law provides');
	await getRight(tx, id);
	await saveChecked(tx, 'help_rights', id, { by: actor, on: dayAt(now) });
}

/**
 * Brings in what a country pack says of help: for the national office, and unconfirmed until somebody has checked it. What is there
 * already stays as the desk has made it; only the refused numbers are those of the pack.
 */
export async function loadHelpPack(tx: Transaction, folder: string): Promise<void> {
	const text = (name: string) => readFile(path.join(folder, name), 'utf8');
	const pack = parseHelpPack({
		lines: await text('lines.csv'),
		offices: await text('offices.csv'),
		rights: await text('rights.csv'),
		refused: await text('refused.csv'),
	});
	const { nationalCommittee } = JSON.parse(await text('pack.json')) as { nationalCommittee: { code: string } };
	await savePackHelp(tx, (await getCommittee(tx, { code: nationalCommittee.code })).id, pack);
}

/** What the public is told: the living lines with their state, offices and rights of the national office. */
export async function tellHelp(
	tx: Transaction,
	now: Date,
): Promise<{
	lines: ToldLine[];
	offices: Office[];
	rights: Right[];
	languages: Pick<HelpPage, 'language' | 'name' | 'direction'>[];
}> {
	const moment = { now, today: dayAt(now) };
	const living = ({ validTo }: { validTo: string | null }) => validTo === null || validTo >= moment.today;
	const lines = await tellLines(tx, null, now);
	return {
		lines: lines.filter(living),
		offices: (await listOffices(tx, null)).filter(living),
		rights: (await listRights(tx)).filter(living),
		languages: (await listPages(tx))
			.filter(({ state }) => state === 'published')
			.map(({ language, name, direction }) => ({ language, name, direction })),
	};
}

/** The lines of a committee and the national ones (null: only those), each with its state. */
export async function tellLines(tx: Transaction, committeeId: string | null, now: Date): Promise<ToldLine[]> {
	const moment = { now, today: dayAt(now) };
	return (await listLines(tx, committeeId)).map((line) => ({ ...line, state: lineState(line, moment) }));
}

/**
 * The latest call that was answered, of any living line a committee can use, as it was known at the end of a day: what the gate of an
 * activity asks for. A line whose next call was not answered proves nothing.
 */
export const latestProof = async (
	tx: Transaction,
	committeeId: string,
	today: string,
): Promise<{ lineId: string; number: string; on: string } | null> => {
	const proof = await findProof(tx, committeeId, { today, before: instantOf(addDays(today, 1), '00:00') });
	return proof ? { lineId: proof.lineId, number: proof.number, on: dayAt(proof.at) } : null;
};

/** Where to turn in one county: its committee's own offices and lines, and whom to call where one of these is dead. */
export async function tellCounty(tx: Transaction, committeeId: string, now: Date) {
	const today = dayAt(now);
	const living = ({ validTo }: { validTo: string | null }) => validTo === null || validTo >= today;
	const lines = (await tellLines(tx, committeeId, now)).filter(living);
	return {
		lines: lines.filter(({ national }) => !national),
		instead: lines.find(({ state }) => state === 'answered'),
		offices: (await listOffices(tx, committeeId)).filter(living),
	};
}
