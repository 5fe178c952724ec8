import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { countAnswers, openPhase } from '#checks/actions.server.ts';
import { nameOfFile } from '#checks/asking.ts';
import { isProven } from '#checks/code.server.ts';
import type { Mode } from '#checks/model.ts';
import { getCheck, insertCheck, listPhases } from '#checks/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { listPartners } from '#partners/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { saveFile } from '#questions/attached.server.ts';
import type { Attached, Slot, Words } from '#questions/model.ts';
import { buildActivities, buildProgramme } from './builders.ts';

/** What a question of a built set is like. */
export type QuestionWish = {
	kind?: 'knowledge' | 'attitude' | 'confidence';
	right?: number;
	/** In the place of a short one. */
	text?: { prompt: Words; options: readonly Words[] };
	/** Kept already; a picture says in both languages what it shows. */
	files?: readonly { slot: Slot; sha256: string; alt: Words | null }[];
};

const shortText = (position: number) => ({
	prompt: { sq: `Pyetja ${position + 1}?`, en: `Question ${position + 1}?` },
	options: [
		{ sq: 'E para', en: 'First' },
		{ sq: 'E dyta', en: 'Second' },
		{ sq: 'E treta', en: 'Third' },
	],
});

/** A set of the committee that may be asked: four questions of knowledge, three options each, the right one the second; or as wished. */
export async function buildSet(
	tx: Transaction,
	committeeId: string,
	wishes: readonly QuestionWish[] = [{}, {}, {}, {}],
	title = 'Pyetje prove',
): Promise<string> {
	const one = async (query: ReturnType<typeof sql<{ id: string }>>) => (await query.execute(tx)).rows[0]?.id ?? '';
	const set = await one(sql`insert into question_sets (id, committee_id, level, title_sq, title_en, author)
		values (gen_random_uuid(), ${committeeId}, '15_18', ${title}, 'Questions of a test', 'command') returning id`);
	for (const [
		position,
		{ kind = 'knowledge', right = 1, files = [], text = shortText(position) },
	] of wishes.entries()) {
		const question = await one(sql`insert into questions (id, committee_id, answer, kind, level)
			values (gen_random_uuid(), ${committeeId}, ${1 + (position % 5)}, ${kind}, '15_18') returning id`);
		const version =
			await one(sql`insert into question_versions (id, committee_id, question_id, kind, number, prompt_sq, prompt_en,
				options_sq, options_en, right_option, explanation_sq, explanation_en, source, valid_from, writers, state)
			values (gen_random_uuid(), ${committeeId}, ${question}, ${kind}, 1, ${text.prompt.sq}, ${text.prompt.en},
				${text.options.map(({ sq }) => sq)}::text[], ${text.options.map(({ en }) => en)}::text[], ${kind === 'knowledge' ? right : null}::smallint,
				'Shpjegim.', 'Explanation.', 'Provë', '2026-01-01', array['command'], 'draft') returning id`);
		for (const file of files) await saveFile(tx, committeeId, version, file);
		await sql`update question_versions set state = 'to_be_reviewed' where id = ${version}`.execute(tx);
		await sql`insert into question_set_items (set_id, position, committee_id, version_id, question_id)
			values (${set}, ${position}, ${committeeId}, ${version}, ${question})`.execute(tx);
	}
	await sql`update question_sets set state = 'ready', ready_by = 'command', ready_on = '2026-01-01' where id = ${set}`.execute(
		tx,
	);
	return set;
}

/** The number that proves the work for an answer, as a page with script finds it. */
export function prove(code: string, receipt: string): string {
	const name = `${code} ${receipt}`;
	const known = proofs.get(name);
	if (known !== undefined) return known;
	for (let number = 0; ; number += 1) {
		if (!isProven(code, receipt, String(number))) continue;
		proofs.set(name, String(number));
		return String(number);
	}
}
/** Work that is done: whoever sends again with the same receipt does not do it again. */
const proofs = new Map<string, string>();

/** What a page with script sends, and what it is told. The address is that of the server, e.g. `http://127.0.0.1:3000`. */
export async function sendAnswer(
	origin: string,
	code: string,
	{ answer, receipt = randomBytes(16).toString('hex'), card, headers = {}, more = {}, proven = true }: SentByPage,
): Promise<{ status: number; outcome: string }> {
	const fields = {
		...more,
		receipt,
		proof: proven ? prove(code, receipt) : '',
		...(card === undefined ? {} : { card: String(card) }),
	};
	const body = new URLSearchParams({
		...fields,
		...Object.fromEntries(answer.map((option, at) => [`q${at}`, String(option)])),
	});
	const response = await fetch(`${origin}/k/${code}/answers`, {
		method: 'POST',
		body,
		headers: { origin, ...headers },
	});
	const { outcome } = (await response.json()) as { outcome: string };
	return { status: response.status, outcome };
}
type SentByPage = {
	answer: readonly number[];
	receipt?: string;
	card?: number;
	headers?: Record<string, string>;
	more?: Record<string, string>;
	/** Without proof of work only so many are welcome: a third of the quota. */
	proven?: boolean;
};

let built = 0;

/** A check of a new activity in Durrës with one phase open for everything that a test sends. */
export async function openBuiltPhase(
	tx: Transaction,
	{ persons, mode = 'unpaired' }: { persons: number; mode?: Mode },
): Promise<{ code: string; phaseId: string; checkId: string }> {
	const committee = await getCommittee(tx, { code: 'AL-02' });
	built += 1;
	const slug = `${2031 + Math.floor(built / 12)}-${String((built % 12) + 1).padStart(2, '0')}`;
	const programme = await buildProgramme(tx, committee.id, { slug });
	const [partner] = await listPartners(tx, committee.id);
	const [activityId = ''] = await buildActivities(tx, programme, [
		{ number: 1, leadId: partner?.id ?? '', state: 'ready' },
	]);
	const setId = await buildSet(tx, committee.id);
	const checkId = await insertCheck(tx, {
		...{ committeeId: committee.id, activityId, setId, mode, label: null, persons, title: null, actor: 'command' },
	});
	const opened = await openPhase(tx, 'command', await getCheck(tx, checkId), { phase: 'before', minutes: 45 });
	if (!opened.ok) throw new Error(opened.reason);
	const [phase] = await listPhases(tx, [checkId]);
	return { code: opened.code, phaseId: phase?.id ?? '', checkId };
}

/**
 * A check with a phase that is open and has been answered: so nobody who may can take it away from the next. Its first question has the file that is
 * named as its picture.
 */
export async function askClass(tx: Transaction, committeeId: string, activityId: string, picture: Attached) {
	const files = [{ slot: 'picture', sha256: picture.sha256, alt: { sq: 'Një telefon', en: 'A telephone' } }] as const;
	const draft = { committeeId, activityId, mode: 'unpaired', label: null, persons: 10, title: null } as const;
	const id = await insertCheck(tx, {
		...draft,
		setId: await buildSet(tx, committeeId, [{ files }, {}, {}, {}]),
		actor: 'desk',
	});
	const check = await getCheck(tx, id);
	const opened = await openPhase(tx, 'desk', check, { phase: 'before', minutes: 45 });
	if (!opened.ok) throw new Error(opened.reason);
	const phase = (await listPhases(tx, [id]))[0]?.id ?? '';
	const counted = { persons: 1, byQuestion: [[1], [1], [1], [1]] };
	await countAnswers(tx, check, phase, { way: 'hands', counted });
	return { check: id, phase, askedCode: opened.code, askedFile: nameOfFile(picture) };
}
