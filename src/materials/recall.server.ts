import type { Committee } from '#committees/model.ts';
import { deadNumbersIn, digitsOf } from '#help/model.ts';
import { listLines, listRefusedNumbers } from '#help/store.server.ts';
import { queueMail } from '#mail/actions.server.ts';
import { listContacts } from '#partners/store.server.ts';
import { listPlaces } from '#places/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import {
	getBatch,
	insertNotices,
	listBatches,
	listMovements,
	listPlacePartners,
	listRecallRecords,
	openRecall,
	saveRecallEnded,
} from './batches.server.ts';
import { numbersText } from './files.ts';
import { recallMail, type ToldLeaflets } from './letters.ts';
import type { PrintWhyNot } from './model.ts';
import { type Recall, recalledVersions, recallFigure, recallsOf } from './recall.ts';
import { moveLeaflets, orderBatch } from './stock.server.ts';
import { batchState, type ListedBatch } from './stock.ts';
import { insertMaterialEvent, listMaterialEvents } from './store.server.ts';
import { listFileNumbers } from './versions.server.ts';

type Home = Pick<Committee, 'id'>;

/** What has to be called back now, by batch and number. */
export async function listRecalls(tx: Transaction, committee: Home, now = new Date()): Promise<Recall<ListedBatch>[]> {
	const batches = await listBatches(tx, committee.id);
	if (batches.length === 0) return [];
	const movements = await listMovements(
		tx,
		batches.map(({ id }) => id),
	);
	const moment = { now, today: dayAt(now) };
	return recallsOf(
		batches.map((batch) => ({ batch, movements: movements.filter(({ batchId }) => batchId === batch.id) })),
		await listLines(tx, committee.id),
		await listRefusedNumbers(tx, committee.id, moment.today),
		await listRecallRecords(tx, committee.id),
		moment,
	);
}

/** The figure "recall open", for the month's list of what waits for a person. */
export const getRecallFigure = async (tx: Transaction, committee: Home, now = new Date()) =>
	recallFigure(await listRecalls(tx, committee, now));

/**
 * The versions of which leaflets have to be called back, and the files that carry a number which died since they were approved: no activity can
 * be made ready with them.
 */
export async function listRecalledVersions(tx: Transaction, committee: Home, now = new Date()): Promise<Set<string>> {
	const printed = recalledVersions(await listRecalls(tx, committee, now));
	return printed.union(await listDeadFiles(tx, committee, now));
}

/** Versions whose file carries a dead number: of the committee and of the national office. */
export async function listDeadFiles(tx: Transaction, committee: Home, now = new Date()): Promise<Set<string>> {
	const files = await listFileNumbers(tx, committee.id);
	if (files.length === 0) return new Set();
	const refused = await listRefusedNumbers(tx, committee.id, dayAt(now));
	return new Set(
		files.flatMap(({ versionId, look }) => (deadNumbersIn(numbersText(look), refused).length > 0 ? versionId : [])),
	);
}

type Reached = { placeId: string; partnerId: string; partnerName: string };

/**
 * Whom to write to about places: the institutions that lead an activity there, or, where none of them has a contact, those that
 * support one. Places that stay without anybody are told on the screen.
 */
async function reach(tx: Transaction, placeIds: readonly string[], today: string) {
	const involved = await listPlacePartners(tx, placeIds, today);
	const all = await listContacts(tx, [...new Set(involved.map(({ partnerId }) => partnerId))]);
	const contacts = all.filter(({ validFrom, validTo }) => validFrom <= today && (validTo === null || validTo >= today));
	const reached = placeIds.flatMap((placeId): Reached[] => {
		const here = involved.filter(
			(one) => one.placeId === placeId && contacts.some(({ partnerId }) => partnerId === one.partnerId),
		);
		const leading = here.filter(({ leads }) => leads);
		return leading.length > 0 ? leading : here;
	});
	return { reached, contacts };
}

/** Everything the page of recalls shows. */
export async function getRecallPage(tx: Transaction, committee: Home, locale: 'sq' | 'en', now = new Date()) {
	const recalls = await listRecalls(tx, committee, now);
	const placeIds = [...new Set(recalls.flatMap(({ holdings }) => holdings.flatMap(({ placeId }) => placeId ?? [])))];
	const { reached } = await reach(tx, placeIds, dayAt(now));
	const places = await listPlaces(tx, committee.id, locale);
	const batches = await listBatches(tx, committee.id);
	return {
		...{ recalls, reached },
		figure: recallFigure(recalls),
		names: Object.fromEntries(places.map(({ id, name }) => [id, name])),
		/** The printing that replaces a batch, where one was ordered and not given up. */
		reprints: Object.fromEntries(
			batches.flatMap((batch) =>
				batch.replacesId !== null && batchState(batch) !== 'cancelled' ? [[batch.replacesId, batch]] : [],
			),
		),
	};
}

/**
 * Calls back: writes to the institutions of every place that holds leaflets with a dead number and was not written to yet, one mail to
 * each contact with all its places. Asked again, it writes only about places that came in between.
 */
export async function notifyPlaces(
	tx: Transaction,
	actor: Actor,
	committee: Committee,
	now = new Date(),
): Promise<{ places: number; mails: number; unreached: number }> {
	const today = dayAt(now);
	const recalls = (await listRecalls(tx, committee, now)).filter(({ reason }) => reason !== null);
	const open = [...new Set(recalls.flatMap(({ unnoticed }) => unnoticed))];
	const { reached, contacts } = await reach(tx, open, today);
	const mails = await writeTo(tx, committee, recalls, { reached, contacts }, 'recall');
	for (const { batch, number, reason, unnoticed } of recalls) {
		const theirs = reached.filter(({ placeId }) => unnoticed.includes(placeId));
		const dead = { batchId: batch.id, digits: digitsOf(number), reason: reason ?? 'gone' };
		const recallId = await openRecall(tx, committee.id, dead, actor);
		const notices = theirs.map(({ placeId, partnerId }) => ({ recallId, placeId, partnerId }));
		await insertNotices(tx, committee.id, notices);
	}
	const places = new Set(reached.map(({ placeId }) => placeId));
	for (const batch of new Set(recalls.map((recall) => recall.batch))) {
		const written = new Set(
			recalls.flatMap((one) => (one.batch === batch ? one.unnoticed : [])).filter((id) => places.has(id)),
		);
		if (written.size > 0) await note(tx, batch, 'notified', actor, { places: written.size });
	}
	return { places: places.size, mails, unreached: open.length - places.size };
}

type Contacts = Awaited<ReturnType<typeof listContacts>>;
async function writeTo(
	tx: Transaction,
	committee: Committee,
	recalls: readonly Recall<ListedBatch>[],
	{ reached, contacts }: { reached: readonly Reached[]; contacts: Contacts },
	kind: 'recall' | 'recall_over',
): Promise<number> {
	const names = new Map((await listPlaces(tx, committee.id)).map(({ id, name }) => [id, name]));
	const partners = new Map(reached.map(({ partnerId, partnerName }) => [partnerId, partnerName]));
	let sent = 0;
	for (const { partnerId, locale, email } of contacts) {
		const theirs = reached.filter((one) => one.partnerId === partnerId);
		const told = theirs.flatMap(({ placeId }) => toldAt(recalls, placeId, names.get(placeId) ?? ''));
		if (told.length === 0) continue;
		const mail = recallMail({ locale, committee, partnerName: partners.get(partnerId) ?? '' }, told, kind);
		await queueMail(tx, { to: email, kind, committeeId: committee.id, mail });
		sent += 1;
	}
	return sent;
}

/** What is at one place: a line for each batch, with all its numbers that are meant. */
function toldAt(recalls: readonly Recall<ListedBatch>[], placeId: string, place: string): ToldLeaflets[] {
	const batches = new Set(recalls.map(({ batch }) => batch));
	return [...batches].flatMap((batch) => {
		const ours = recalls.filter((recall) => recall.batch === batch);
		const left = ours[0]?.holdings.find((holding) => holding.placeId === placeId)?.left ?? 0;
		return left === 0 ? [] : [{ batch, place, left, numbers: ours.map(({ number }) => number) }];
	});
}

const note = (tx: Transaction, batch: ListedBatch, kind: string, actor: Actor, details = {}) =>
	insertMaterialEvent(tx, {
		...{ committeeId: batch.committeeId, materialId: batch.materialId, versionId: batch.versionId, batchId: batch.id },
		...{ kind, actor, details },
	});

const findReplacement = async (tx: Transaction, committee: Home, batchId: string): Promise<ListedBatch | undefined> =>
	(await listBatches(tx, committee.id)).find((one) => one.replacesId === batchId && batchState(one) !== 'cancelled');

/** Orders the same quantity with the numbers that live now. Pressed twice, there is one. */
export async function orderReprint(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ batchId, now = new Date() }: { batchId: string; now?: Date },
): Promise<{ ok: true; id: string } | { ok: false; print: PrintWhyNot }> {
	const batch = await getBatch(tx, committee.id, batchId);
	const existing = await findReplacement(tx, committee, batchId);
	if (existing) return { ok: true, id: existing.id };
	const { versionId, format, quantity } = batch;
	return orderBatch(tx, actor, committee, { versionId, format, quantity, replacesId: batchId }, now);
}

/** The one action of a recall: places are told, and for every batch as many are ordered again with the numbers that live. */
export async function callBack(tx: Transaction, actor: Actor, committee: Committee, now = new Date()) {
	const recalled = (await listRecalls(tx, committee, now)).filter(({ reason }) => reason !== null);
	const told = await notifyPlaces(tx, actor, committee, now);
	let reprints = 0;
	for (const batchId of new Set(recalled.map(({ batch }) => batch.id)))
		if ((await orderReprint(tx, actor, committee, { batchId, now })).ok) reprints += 1;
	return { ...told, reprints };
}

/** A number answers again after places were told not to hand out: they are told that they may, and the recall is over. */
export async function sayAllClear(
	tx: Transaction,
	actor: Actor,
	committee: Committee,
	{ batchId, now = new Date() }: { batchId: string; now?: Date },
): Promise<{ mails: number }> {
	const recalls = (await listRecalls(tx, committee, now)).filter(({ batch }) => batch.id === batchId);
	// Another number on the same paper is still dead: nobody may hand it out.
	if (recalls.length === 0 || recalls.some(({ reason }) => reason !== null))
		throw new Problem('conflict', `batch ${batchId} is not all clear`);
	const told = [...new Set(recalls.flatMap(({ record }) => record?.noticedPlaceIds ?? []))];
	const { reached, contacts } = await reach(tx, told, dayAt(now));
	const mails = await writeTo(tx, committee, recalls, { reached, contacts }, 'recall_over');
	for (const { record } of recalls) if (record) await saveRecallEnded(tx, record.id, actor);
	const [first] = recalls;
	if (first) await note(tx, first.batch, 'all_clear', actor, { mails });
	return { mails };
}

/**
 * The leaflets of a called-back batch at a place (or in the office) are destroyed; with `replace` the place gets as many of
 * the printing that replaces it. When nothing is left anywhere, the recall is over.
 */
export async function settlePlace(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	wish: { batchId: string; placeId: string | null; replace?: boolean; now?: Date },
): Promise<{ ok: true } | { ok: false; left: number }> {
	const { batchId, placeId, replace = false, now = new Date() } = wish;
	const recalls = (await listRecalls(tx, committee, now)).filter(({ batch }) => batch.id === batchId);
	const left = recalls[0]?.holdings.find((holding) => holding.placeId === placeId)?.left ?? 0;
	if (left === 0) return { ok: true };
	const today = dayAt(now);
	const moved = { placeId, quantity: left, method: 'counted' as const, movedOn: today };
	if (replace && placeId !== null) {
		const replacement = await findReplacement(tx, committee, batchId);
		if (!replacement) return { ok: false, left: 0 };
		const given = await moveLeaflets(tx, actor, committee, replacement.id, { ...moved, kind: 'given' }, today);
		if (!given.ok) return { ok: false, left: 'left' in given.why ? given.why.left : 0 };
	}
	await moveLeaflets(tx, actor, committee, batchId, { ...moved, kind: 'destroyed' }, today);
	return { ok: true };
}

/**
 * For the pages of lines: a call, a new number or the end of a line changed whether numbers live. The recall itself follows from the
 * numbers on the paper and needs no call; this writes into the history of the batches of the committee that they have to be called
 * back, or need not be any more, and says how much it is. Called twice, it writes once.
 * @param numbers of the line before and after
 */
export async function onLineChanged(
	tx: Transaction,
	{
		actor,
		committee,
		numbers,
		now = new Date(),
	}: { actor: Actor; committee: Home; numbers: readonly string[]; now?: Date },
): Promise<{ batches: number; leaflets: number; places: number }> {
	const digits = new Set(numbers.map(digitsOf));
	const recalls = await listRecalls(tx, committee, now);
	for (const batch of await listBatches(tx, committee.id)) {
		for (const number of batch.numbers.filter((one) => digits.has(digitsOf(one)))) {
			const recall = recalls.find((one) => one.batch.id === batch.id && one.number === number);
			const dead = recall !== undefined && recall.reason !== null;
			const events = await listMaterialEvents(tx, batch.materialId, { batchId: batch.id });
			const last = events.find(
				({ kind, details }) => ['recalled', 'answers_again'].includes(kind) && details.number === number,
			);
			if (dead && last?.kind !== 'recalled')
				await note(tx, batch, 'recalled', actor, { number, reason: recall.reason, left: recall.left });
			if (!dead && last?.kind === 'recalled') await note(tx, batch, 'answers_again', actor, { number });
		}
	}
	return recallFigure(recalls.filter(({ number, reason }) => reason !== null && digits.has(digitsOf(number))));
}
