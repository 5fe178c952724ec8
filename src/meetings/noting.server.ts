import { listActivities } from '#activities/store.server.ts';
import { getPartner, listPartners } from '#partners/store.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { getProgramme, listProgrammes } from '#programmes/store.server.ts';
import { addTask } from '#tasks/actions.server.ts';
import { begin, getHistory, type Home, refuse } from './actions.server.ts';
import {
	deleteDecision,
	deleteItem,
	insertDecision,
	insertItem,
	insertTaskLink,
	listDecisions,
	listItems,
	listTaskLinks,
	saveDecision,
	saveDiscussions,
	saveItem,
	saveOrder,
} from './agenda.server.ts';
import {
	type DecisionDraft,
	type Notes,
	parseDecision,
	parseItem,
	parseMeetingTask,
	parseNotes,
	type TypedTask,
	typedForItem,
	typedForNotes,
	versionTyped,
} from './input.ts';
import type { EventKind } from './model.ts';
import { agendaOpen, type Item, type ItemDraft, type Meeting, moved, quorumOf, tooManyVotes } from './model.ts';
import { getMeeting, insertEvent, listParticipants, saveAttendance, saveMeeting } from './store.server.ts';

type Noted = { ok: true } | { ok: false; issues: Issue[] };

/** Months further back than these are not on an agenda. */
const monthsOffered = 3;

/** Everything the form of a point chooses from. */
export async function getItemChoices(tx: Transaction, committee: Home, locale: 'sq' | 'en') {
	const programmes = (await listProgrammes(tx, committee.id)).slice(0, monthsOffered);
	const activities = await Promise.all(
		programmes.map(async ({ id, slug }) =>
			(await listActivities(tx, id)).map((one) => ({
				...{ id: one.id, programmeId: id, key: `${slug}/${one.number}`, title: one.title },
			})),
		),
	);
	return {
		partners: (await listPartners(tx, committee.id, locale)).map(({ id, name }) => ({ id, name })),
		programmes: programmes.map(({ id, slug }) => ({ id, slug })),
		activities: activities.flat(),
	};
}

/** The meeting as the form showed it, while its agenda can be changed. */
async function beginAgenda(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	version: number,
): Promise<Meeting> {
	const { meeting } = await begin(tx, actor, committee, { id, version, verb: 'plan' });
	if (!agendaOpen(meeting.state)) refuse('wrong_state');
	return meeting;
}

async function beginNotes(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	version: number,
): Promise<Meeting> {
	const { meeting, reason } = await begin(tx, actor, committee, { id, version, verb: 'note' });
	refuse(reason);
	return meeting;
}

export async function getItem(tx: Transaction, meetingId: string, itemId: string): Promise<Item> {
	const item = (await listItems(tx, meetingId)).find(({ id }) => id === itemId);
	if (!item) throw new Problem('not_found', `no point ${itemId} of meeting ${meetingId}`);
	return item;
}

/** Writes down what was done, under the next version of the meeting. */
async function record(tx: Transaction, actor: Actor, meeting: Meeting, kind: EventKind, title?: string): Promise<void> {
	const version = await saveMeeting(tx, meeting.id, meeting.version, {});
	await insertEvent(tx, meeting, { kind, version, actor, details: title === undefined ? {} : { title } });
}

type At = { id: string; version: number };

/** Adds a point to the agenda; its id. */
export async function addItem(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	at: At,
	draft: ItemDraft,
): Promise<string> {
	const meeting = await beginAgenda(tx, actor, committee, at.id, at.version);
	await record(tx, actor, meeting, 'item_added', draft.title);
	return insertItem(tx, meeting, draft);
}

export async function submitItem(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ id, itemId, typed }: { id: string; itemId: string | null; typed: Typed },
): Promise<Noted> {
	const parsed = parseItem(typed, await getItemChoices(tx, committee, 'sq'));
	if (!parsed.ok) return parsed;
	const at = { id, version: versionTyped(typed) };
	if (itemId === null) await addItem(tx, actor, committee, at, parsed.value);
	else {
		const meeting = await beginAgenda(tx, actor, committee, at.id, at.version);
		await record(tx, actor, meeting, 'item_edited', parsed.value.title);
		await saveItem(tx, itemId, parsed.value);
	}
	return { ok: true };
}

/** Puts a point one place further up or down. */
export async function moveItem(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ itemId, by, ...at }: At & { itemId: string; by: -1 | 1 },
): Promise<{ ok: true }> {
	const meeting = await beginAgenda(tx, actor, committee, at.id, at.version);
	const { title } = await getItem(tx, meeting.id, itemId);
	const items = await listItems(tx, meeting.id);
	const after = moved(items, itemId, by);
	if (after === items) return { ok: true };
	await record(tx, actor, meeting, 'item_moved', title);
	await saveOrder(
		tx,
		after.map(({ id }) => id),
	);
	return { ok: true };
}

/** Takes a point off the agenda; one that decided something stays. */
export async function removeItem(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ itemId, ...at }: At & { itemId: string },
): Promise<{ ok: true } | { ok: false; reason: 'item_used' }> {
	const meeting = await beginAgenda(tx, actor, committee, at.id, at.version);
	const { title } = await getItem(tx, meeting.id, itemId);
	const used = [...(await listDecisions(tx, meeting.id)), ...(await listTaskLinks(tx, meeting.id))];
	if (used.some((one) => one.itemId === itemId)) return { ok: false, reason: 'item_used' };
	await record(tx, actor, meeting, 'item_removed', title);
	await deleteItem(tx, itemId);
	const left = await listItems(tx, meeting.id);
	await saveOrder(
		tx,
		left.map(({ id }) => id),
	);
	return { ok: true };
}

/** Everything the page of one point shows. */
export async function getItemPage(
	tx: Transaction,
	committee: Home,
	{ id, itemId, locale }: { id: string; itemId: string; locale: 'sq' | 'en' },
) {
	const meeting = await getMeeting(tx, committee.id, id);
	const item = await getItem(tx, id, itemId);
	const decisions = (await listDecisions(tx, id)).filter((one) => one.itemId === itemId);
	return {
		...{ meeting, item, decisions, typed: typedForItem(item), quorum: quorumOf(await listParticipants(tx, id)) },
		choices: await getItemChoices(tx, committee, locale),
		...(await getHistory(tx, id)),
	};
}

/** Writes down what was decided to a point; `decisionId` names one that is changed. */
export async function decide(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ itemId, decisionId, draft, ...at }: At & { itemId: string; decisionId: string | null; draft: DecisionDraft },
): Promise<Noted> {
	const meeting = await beginNotes(tx, actor, committee, at.id, at.version);
	const item = await getItem(tx, meeting.id, itemId);
	const { present } = quorumOf(await listParticipants(tx, meeting.id));
	if (tooManyVotes(draft.votes, present))
		return { ok: false, issues: [{ field: 'votes_for', message: 'issue.too_many_votes', words: { n: present } }] };
	if (decisionId !== null) await getDecision(tx, meeting.id, itemId, decisionId);
	await record(tx, actor, meeting, decisionId === null ? 'decided' : 'decision_edited', item.title);
	if (decisionId === null) await insertDecision(tx, meeting, itemId, draft);
	else await saveDecision(tx, decisionId, draft);
	return { ok: true };
}

async function getDecision(tx: Transaction, meetingId: string, itemId: string, id: string) {
	const found = (await listDecisions(tx, meetingId)).find((one) => one.id === id && one.itemId === itemId);
	if (!found) throw new Problem('not_found', `no decision ${id}`);
	return found;
}

export async function submitDecision(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ id, itemId, decisionId, typed }: { id: string; itemId: string; decisionId: string | null; typed: Typed },
): Promise<Noted> {
	const parsed = parseDecision(typed);
	if (!parsed.ok) return parsed;
	return decide(tx, actor, committee, { id, version: versionTyped(typed), itemId, decisionId, draft: parsed.value });
}

/** Takes a decision back that has no number yet. */
export async function removeDecision(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ itemId, decisionId, ...at }: At & { itemId: string; decisionId: string },
): Promise<void> {
	const meeting = await beginNotes(tx, actor, committee, at.id, at.version);
	const { title } = await getItem(tx, meeting.id, itemId);
	await getDecision(tx, meeting.id, itemId, decisionId);
	await record(tx, actor, meeting, 'decision_removed', title);
	await deleteDecision(tx, decisionId);
}

/** Gives an institution, or the secretariat, a task that a point or one of its decisions brought. */
export async function giveTask(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ itemId, task, ...at }: At & { itemId: string; task: TypedTask },
): Promise<void> {
	const meeting = await beginNotes(tx, actor, committee, at.id, at.version);
	const item = await getItem(tx, meeting.id, itemId);
	if (task.decisionId !== null) await getDecision(tx, meeting.id, itemId, task.decisionId);
	if (task.partnerId !== null) await getPartner(tx, committee.id, task.partnerId);
	await record(tx, actor, meeting, 'task_added', task.title);
	const { decisionId, ...said } = task;
	const taskId = await addTask(tx, actor, committee, {
		...said,
		meetingId: meeting.id,
		...(await originOf(tx, committee, item)),
	});
	await insertTaskLink(tx, meeting, { taskId, itemId, decisionId });
}

/** The month that a point is about, while it takes tasks. */
async function originOf(tx: Transaction, committee: Home, { month, activityId, programmeId }: Item) {
	const open = month !== null && (await getProgramme(tx, committee.id, month)).state !== 'closed';
	return open ? { programmeId, activityId } : { programmeId: null, activityId: null };
}

export async function submitTask(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ id, itemId, typed }: { id: string; itemId: string; typed: Typed },
): Promise<Noted> {
	const decisions = (await listDecisions(tx, id)).filter((one) => one.itemId === itemId);
	const parsed = parseMeetingTask(typed, { partners: await listPartners(tx, committee.id), decisions });
	if (!parsed.ok) return parsed;
	await giveTask(tx, actor, committee, { id, version: versionTyped(typed), itemId, task: parsed.value });
	return { ok: true };
}

/** Everything the page shows on which minutes are written. */
export async function getNotesPage(tx: Transaction, committee: Home, id: string) {
	const meeting = await getMeeting(tx, committee.id, id);
	const [participants, items] = [await listParticipants(tx, id), await listItems(tx, id)];
	return {
		...{ meeting, participants, items, typed: typedForNotes(meeting, participants, items) },
		...(await getHistory(tx, id)),
	};
}

/** Saves who was there and what was said. */
export async function note(tx: Transaction, actor: Actor, committee: Home, at: At, notes: Notes): Promise<void> {
	const meeting = await beginNotes(tx, actor, committee, at.id, at.version);
	const version = await saveMeeting(tx, meeting.id, meeting.version, { notes });
	await saveAttendance(tx, meeting.id, notes.attendance);
	await saveDiscussions(tx, notes.discussions);
	await insertEvent(tx, meeting, { kind: 'noted', version, actor });
}

export async function submitNotes(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ id, typed }: { id: string; typed: Typed },
): Promise<Noted> {
	const parsed = parseNotes(typed, await getNotesPage(tx, committee, id));
	if (!parsed.ok) return parsed;
	await note(tx, actor, committee, { id, version: versionTyped(typed) }, parsed.value);
	return { ok: true };
}
