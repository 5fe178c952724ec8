import type { ListedActivity } from '#activities/model.ts';
import { getActivity } from '#activities/store.server.ts';
import { closePhase, countAnswers, openPhase, prepareCheck } from '#checks/actions.server.ts';
import type { Mode } from '#checks/model.ts';
import { getCheck, listPhases } from '#checks/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { instantOf } from '#platform/dates.ts';
import { setMoment, type Transaction } from '#platform/db.server.ts';
import type { Level, SetQuestion } from '#questions/model.ts';
import { getSet, listSets } from '#questions/store.server.ts';

const actor = 'demonstration';
/** The lesson with the eighth and ninth classes. */
const lesson = 1;
const persons = 26;

/** Its classes, each asked before and after its hour. */
const asked = ['VIII-A', 'VIII-B', 'IX-A', 'IX-B', 'IX-C'];

/** A check that is prepared for a visit that lies ahead. */
export async function loadChecks(
	tx: Transaction,
	committee: Committee,
	ahead: { programmeId: string; activities: readonly ListedActivity[] },
): Promise<void> {
	const older = await findSet(tx, '15_18');
	const coming = ahead.activities.find(({ state }) => state === 'confirmed' || state === 'ready');
	if (older && coming)
		await prepare(tx, committee, ahead.programmeId, coming.number, { setId: older, mode: 'paired', label: 'XI-A' });
}

/** Invented classes of the month that is over. */
export async function measureClasses(tx: Transaction, committee: Committee, programmeId: string): Promise<void> {
	const set = await findSet(tx, '12_14');
	const { takesPlaceOn: day } = await getActivity(tx, programmeId, lesson);
	if (!set || day === null) return;
	const { questions } = await getSet(tx, set);
	for (const [at, label] of asked.entries()) {
		await setMoment(tx, instantOf(day, '09:40'));
		const check = await prepare(tx, committee, programmeId, lesson, { setId: set, mode: 'unpaired', label });
		for (const [phase, hour] of [
			['before', '10:00'],
			['after', '11:20'],
		] as const) {
			const now = instantOf(day, hour);
			await setMoment(tx, now);
			const opened = await openPhase(tx, actor, check, { phase, minutes: 10, now });
			const id = (await listPhases(tx, [check.id])).find(({ state }) => state === 'open')?.id;
			if (!opened.ok || id === undefined) throw new Error('the demonstration cannot open a phase');
			const byQuestion = questions.map((question, position) => answersTo(question, position + at, phase));
			await countAnswers(tx, check, id, { way: 'paper', counted: { persons, byQuestion }, now });
			await closePhase(tx, check, id, new Date(now.getTime() + 9 * 60_000));
		}
	}
	await setMoment(tx, null);
}

async function findSet(tx: Transaction, level: Level): Promise<string | undefined> {
	return (await listSets(tx)).find((set) => set.national && set.state === 'ready' && set.level === level)?.id;
}

async function prepare(
	tx: Transaction,
	committee: Committee,
	programmeId: string,
	number: number,
	draft: { setId: string; mode: Mode; label: string },
) {
	const made = await prepareCheck(tx, actor, committee, { id: programmeId }, number, { ...draft, persons });
	if (!made.ok) throw new Error(`the demonstration cannot prepare a check: ${made.reason}`);
	return getCheck(tx, made.id);
}

/**
 * Of twenty-six, some more each time chose what is right, or the stronger end of a scale; of the rest half did not know, and some
 * left it out.
 */
function answersTo({ options, right }: SetQuestion, at: number, phase: 'before' | 'after'): number[] {
	const best = right ?? options.length - 1;
	const chosen = phase === 'before' ? 8 + ((at * 3) % 5) : 17 + ((at * 5) % 6);
	const rest = persons - chosen;
	const unknown = Math.floor(rest / 2);
	const each = Math.floor((rest - unknown) / (options.length - 1));
	return [...options.map((_, option) => (option === best ? chosen : each)), unknown];
}
