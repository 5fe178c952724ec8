import { changeState, editActivity, saveReadinessGate } from '#activities/actions.server.ts';
import { listPlannedMaterials } from '#activities/materials.server.ts';
import type { PlannedMaterial } from '#activities/materials.ts';
import { type Activity, type ActivityState, type ListedActivity, statedItems, type Verb } from '#activities/model.ts';
import { getActivity } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getOpenQuestions } from '#consultation/questions.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import { setMoment, type Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { correctReturn, recordReturn } from '#returns/actions.server.ts';
import type { ReturnDraft } from '#returns/input.ts';
import type { Count } from '#returns/model.ts';
import { takeStep } from '#versions/actions.server.ts';
import type { Course, People, ToldReturn } from './model.ts';

/** What the steps of one programme have in common; `now` bounds them: nothing of the story lies in the future. */
export type Story = {
	tx: Transaction;
	committee: Committee;
	programme: Programme;
	partners: ReadonlyMap<string, string>;
	now: Date;
};

const actor = 'demonstration';

/** Does one step at a moment of the past, through the action the desk uses. */
async function at<T>({ tx, now }: Story, day: string, hour: string, work: (today: string) => Promise<T>): Promise<T> {
	const wanted = instantOf(day, hour);
	const moment = wanted < now ? wanted : now;
	await setMoment(tx, moment);
	return work(dayAt(moment));
}

async function step(
	story: Story,
	number: number,
	verb: Verb,
	day: string,
	hour: string,
	reason: string | null = null,
): Promise<void> {
	const { tx, committee, programme } = story;
	const outcome = await at(story, day, hour, async (today) => {
		const { version } = await getActivity(tx, programme.id, number);
		return changeState(tx, actor, committee, programme, number, verb, { version, reason, today });
	});
	if (outcome.ok) return;
	// Where people have called the lines themselves, none is invented to have answered: then nothing became ready before it was held.
	if (verb === 'ready' && (outcome.reason === 'not_ready' || outcome.reason === 'line_test_old')) return;
	throw new Error(`the demonstration cannot ${verb} activity ${number}: ${outcome.reason}`);
}

const order: readonly ActivityState[] = ['proposed', 'confirmed', 'ready', 'held', 'returned', 'accepted'];

/** Its lead agrees to an activity, unless it stays an intention. */
export async function agree(story: Story, { number, state }: Course, planned: string): Promise<void> {
	const { takesPlaceOn: day } = await getActivity(story.tx, story.programme.id, number);
	if (state !== 'proposed' && day !== null) await step(story, number, 'confirm', soon(planned, day), '11:20');
}

/** Moves an activity on a day of the past. */
export async function move(
	story: Story,
	number: number,
	to: Pick<Activity, 'takesPlaceOn' | 'startsAt' | 'endsAt'>,
	on: string,
): Promise<void> {
	const { tx, committee, programme } = story;
	const outcome = await at(story, on, '09:20', async () => {
		const activity = await getActivity(tx, programme.id, number);
		const plan = { ...activity, ...to };
		return editActivity(tx, actor, committee, programme, { number, version: activity.version, plan });
	});
	if (!outcome.ok) throw new Error(`the demonstration cannot move activity ${number}: ${outcome.reason}`);
}

/** The secretariat hands the plan in, and the chair approves it the day after, with whatever is open. */
export async function approve(story: Story, on: string): Promise<void> {
	const { tx, programme } = story;
	const ask = async (activities: readonly ListedActivity[]) =>
		(await getOpenQuestions(tx, { kind: 'installation' }, programme, activities)).questions;
	await at(story, addDays(on, -1), '14:00', () => takeStep(tx, actor, programme, { verb: 'submit', ask }));
	const outcome = await at(story, on, '12:00', () =>
		takeStep(tx, actor, programme, { verb: 'approve', ask, accepted: true }),
	);
	if (!outcome.ok) throw new Error(`the demonstration cannot approve ${programme.slug}: ${outcome.reason}`);
	programme.state = 'approved';
}

/** Takes an activity that was agreed through its life up to the state of its course, as far as its day allows. */
export async function live(
	story: Story,
	{ number, state, reason }: Course,
	told: ToldReturn | undefined,
): Promise<void> {
	const activity = await getActivity(story.tx, story.programme.id, number);
	const { takesPlaceOn: day } = activity;
	if (state === 'proposed' || day === null) return;
	const passed = day <= dayAt(story.now);
	if (state === 'postponed' || state === 'cancelled') {
		await step(story, number, state === 'postponed' ? 'postpone' : 'cancel', addDays(day, -1), '15:10', reason);
		return;
	}
	const reaches = (stage: ActivityState) =>
		order.indexOf(state) >= order.indexOf(stage) && (passed || stage === 'ready');
	if (!reaches('ready')) return;
	await passGate(story, number, day);
	if (reaches('held')) await step(story, number, 'hold', day, activity.endsAt ?? '17:40');
	if (reaches('returned') && told) await tell(story, activity, told, day);
	if (reaches('accepted')) await step(story, number, 'accept', addDays(day, 3), '09:45');
}

/** Leads answer some days after the plan was made, and never after the day itself. */
const soon = (planned: string, day: string): string => {
	const answered = addDays(planned, 4);
	return answered < day ? answered : day;
};

async function passGate(story: Story, number: number, day: string): Promise<void> {
	const { tx, committee, programme, now } = story;
	const today = dayAt(now);
	const [before = today] = [addDays(day, -3), today].toSorted();
	await at(story, before, '10:05', async () => {
		const { version } = await getActivity(tx, programme.id, number);
		const readiness = Object.fromEntries(statedItems.map((item) => [item, before]));
		await saveReadinessGate(tx, actor, committee, programme, { number, version, readiness });
	});
	await step(story, number, 'ready', before, '10:10');
}

async function tell(story: Story, activity: ListedActivity, told: ToldReturn, day: string): Promise<void> {
	const { tx, committee, programme } = story;
	const { number } = activity;
	const version = async () => (await getActivity(tx, programme.id, number)).version;
	const planned = await listPlannedMaterials(tx, committee, activity);
	const first = await at(story, addDays(day, 1), '09:15', async (today) => {
		const draft = draftOf(story, activity, { ...told, people: told.first ?? told.people }, { heldOn: day, planned });
		return recordReturn(tx, actor, committee, programme, number, { version: await version(), today, draft });
	});
	if (!first.ok) throw new Error(`the demonstration cannot return activity ${number}: ${first.reason}`);
	if (!told.first) return;
	await at(story, addDays(day, 2), '14:30', async (today) => {
		const draft = draftOf(story, activity, told, { heldOn: day, planned });
		return correctReturn(tx, actor, committee, programme, number, {
			version: await version(),
			today,
			draft,
			reason: told.reason ?? '',
		});
	});
}

function draftOf(
	{ partners }: Story,
	activity: ListedActivity,
	told: ToldReturn,
	{ heldOn, planned }: { heldOn: string; planned: readonly PlannedMaterial[] },
): ReturnDraft {
	const versionOf = (kind: string, language: string) =>
		planned.find((one) => one.kind === kind && one.language === language)?.versionId ?? null;
	const absent = new Set(told.absent?.map((name) => partners.get(name)));
	return {
		heldOn,
		methods: activity.methods,
		answers: told.answers,
		partnerIds: [activity.leadId, ...activity.supporterIds].filter((id) => !absent.has(id)),
		materials: told.materials.map(([kind, language, quantity]) => ({
			...{ kind, language, quantity, versionId: versionOf(kind, language) },
		})),
		counts: countsOf(told, told.people),
	};
}

const countsOf = ({ counted, unit = 'persons' }: ToldReturn, people: People): Count[] =>
	(Object.entries(people) as [Count['audience'], [Count['sex'], Count['ageBand'], number][]][]).flatMap(
		([audience, parts]) =>
			parts.map(([sex, ageBand, value]) => ({ audience, sex, ageBand, unit, method: counted, value })),
	);
