import { readFile } from 'node:fs/promises';
import type { Committee } from '#committees/model.ts';
import { convene, planMeeting, takeStep } from '#meetings/actions.server.ts';
import { listDecisions } from '#meetings/agenda.server.ts';
import { approveMinutes } from '#meetings/minutes.server.ts';
import { type Office, offices } from '#meetings/model.ts';
import { addItem, decide, giveTask, note } from '#meetings/noting.server.ts';
import { getMeeting, listParticipants } from '#meetings/store.server.ts';
import { listPartners } from '#partners/store.server.ts';
import { addDays, dayAt, instantOf, weekday } from '#platform/dates.ts';
import { type Actor, setMoment, type Transaction } from '#platform/db.server.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import { changeTask } from '#tasks/actions.server.ts';
import { listTasks } from '#tasks/store.server.ts';
import { parseMeetings } from './input.ts';
import type { ToldItem, ToldMeetings } from './model.ts';
import type { Accounts } from './people.server.ts';
import { october } from './wording.ts';

type Scene = {
	tx: Transaction;
	committee: Committee;
	partners: ReadonlyMap<string, string>;
	told: ToldMeetings;
	/** Months that points may be about. */
	programmes: ReadonlyMap<string, string>;
	secretary: Actor;
	chair: Actor;
	now: Date;
};

/** A meeting that was held, with its minutes, and one that comes: planned, so that whoever tries it can call it together. */
export async function loadMeetings(
	tx: Transaction,
	committee: Committee,
	accounts: Accounts,
	now: Date,
): Promise<void> {
	const programmes = new Map((await listProgrammes(tx, committee.id)).map(({ slug, id }) => [slug, id]));
	const scene: Scene = {
		...{ tx, committee, programmes, now, told: parseMeetings(await readFile('db/demo/mbledhjet-durres.json', 'utf8')) },
		partners: new Map((await listPartners(tx, committee.id)).map(({ name, id }) => [name, id])),
		secretary: `secretary:${accounts.get('secretary')}`,
		chair: `chair:${accounts.get('chair')}`,
	};
	const heldOn = programmes.has(october.slug) ? addDays(october.startsOn, -7) : workday(addDays(dayAt(now), -60));
	await hold(scene, heldOn);
	await setMoment(tx, instantOf(addDays(dayAt(now), -2), '10:00'));
	const id = await plan(scene, workday(addDays(dayAt(now), 10)));
	const [latest = null] = [...programmes.keys()].toSorted().reverse();
	for (const item of scene.told.upcoming.items) await add(scene, id, item, latest);
	await setMoment(tx, null);
}

/** The day itself, or the Monday after a weekend. */
const workday = (day: string): string => (weekday(day) > 5 ? addDays(day, 8 - weekday(day)) : day);

const version = async ({ tx, committee }: Scene, id: string) => ({
	...{ id, version: (await getMeeting(tx, committee.id, id)).version },
});

function plan({ tx, committee, partners, told, secretary }: Scene, takesPlaceOn: string): Promise<string> {
	const called = (names: readonly string[], standing: 'member' | 'invited') =>
		names.flatMap((name) => {
			const partnerId = partners.get(name);
			return partnerId ? [{ partnerId, standing }] : [];
		});
	const where = { online: false, place: told.place };
	return planMeeting(
		tx,
		secretary,
		committee,
		{
			plan: { kind: 'ordinary', takesPlaceOn, startsAt: '10:00', endsAt: null, ...where },
			invited: [...called(told.members, 'member'), ...called(told.invited, 'invited')],
		},
		true,
	);
}

async function add(scene: Scene, id: string, item: ToldItem, month: string | null): Promise<string> {
	const { tx, committee, partners, programmes, secretary } = scene;
	const office: Office | null = offices.find((one) => one === item.presenter) ?? null;
	return addItem(tx, secretary, committee, await version(scene, id), {
		...{ title: item.title, note: item.note, presenterOffice: office, activityId: null },
		presenterId: office ? null : (partners.get(item.presenter) ?? null),
		programmeId: (item.month && month !== null && programmes.get(month)) || null,
	});
}

async function hold(scene: Scene, heldOn: string): Promise<void> {
	const { tx, committee, told, secretary, chair, partners } = scene;
	const at = (day: string, hour: string) => setMoment(tx, instantOf(day, hour));
	await at(addDays(heldOn, -7), '09:20');
	const id = await plan(scene, heldOn);
	const itemIds: string[] = [];
	for (const item of told.held.items) itemIds.push(await add(scene, id, item, october.slug));
	await convene(tx, secretary, committee, { ...(await version(scene, id)), today: addDays(heldOn, -7) });
	await at(heldOn, '13:00');
	await takeStep(tx, secretary, committee, { ...(await version(scene, id)), verb: 'hold', today: heldOn });
	const away = (names: readonly string[]) => names.flatMap((name) => partners.get(name) ?? []);
	const [excused, absent] = [away(told.held.excused), away(told.held.absent)];
	await note(tx, secretary, committee, await version(scene, id), {
		...{ ledBy: 'chair', endsAt: told.held.endsAt, protocolNumber: told.held.protocol, remarks: told.held.remarks },
		attendance: (await listParticipants(tx, id)).map(({ partnerId }) => ({
			...{ partnerId },
			attendance: excused.includes(partnerId) ? 'excused' : absent.includes(partnerId) ? 'absent' : 'present',
		})),
		discussions: told.held.items.map(({ discussion }, index) => ({ itemId: itemIds[index] ?? '', text: discussion })),
	});
	for (const [index, item] of told.held.items.entries()) await settle(scene, id, itemIds[index] ?? '', item, heldOn);
	await at(heldOn, '15:30');
	await takeStep(tx, secretary, committee, { ...(await version(scene, id)), verb: 'write', today: heldOn });
	await at(addDays(heldOn, 1), '09:10');
	const approved = await approveMinutes(tx, chair, committee, await version(scene, id));
	if (!approved.ok) throw new Error(`the demonstration cannot approve its minutes: ${approved.reason}`);
	await finish(scene, id);
}

type Settled = ToldMeetings['held']['items'][number];

/** What was decided to a point, and who got which task from it. */
async function settle(scene: Scene, id: string, itemId: string, item: Settled, heldOn: string): Promise<void> {
	const { tx, committee, secretary, partners, now } = scene;
	for (const { text, votes } of item.decisions) {
		const [agreed, against, abstained] = votes;
		const draft = { text, votes: { for: agreed, against, abstained } };
		const outcome = await decide(tx, secretary, committee, {
			...(await version(scene, id)),
			itemId,
			decisionId: null,
			draft,
		});
		if (!outcome.ok) throw new Error(`the demonstration cannot decide: ${JSON.stringify(outcome.issues)}`);
	}
	const decisions = (await listDecisions(tx, id)).filter((one) => one.itemId === itemId);
	for (const { title, partner, after, ahead, decision } of item.tasks)
		await giveTask(tx, secretary, committee, {
			...{ ...(await version(scene, id)), itemId },
			task: {
				title,
				partnerId: partner === null ? null : (partners.get(partner) ?? null),
				dueOn: ahead === undefined ? addDays(heldOn, after ?? 0) : addDays(dayAt(now), ahead),
				decisionId: decisions[decision]?.id ?? null,
			},
		});
}

/** What was done of its tasks since. */
async function finish({ tx, committee, told }: Scene, id: string): Promise<void> {
	const done = told.held.items.flatMap(({ tasks }) => tasks.filter((task) => task.done).map(({ title }) => title));
	for (const task of await listTasks(tx, { committeeId: committee.id, meetingId: id })) {
		if (!done.includes(task.title)) continue;
		await setMoment(tx, instantOf(task.dueOn, '11:00'));
		await changeTask(tx, { scope: { kind: 'committee', committeeId: committee.id }, committee }, task.id, 'done');
	}
}
