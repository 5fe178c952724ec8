import type { Committee } from '#committees/model.ts';
import { deadNumbersIn, digitsOf, lineState, printable } from '#help/model.ts';
import { listLines, listRefusedNumbers } from '#help/store.server.ts';
import { listPlaces } from '#places/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import type { Issue } from '#platform/problem.ts';
import type { Refused } from './actions.server.ts';
import {
	getBatch,
	insertBatch,
	insertCounterEntry,
	insertMovement,
	listBatches,
	listMovements,
	listRecallRecords,
	lockBatch,
	saveBatch,
	saveRecallEnded,
} from './batches.server.ts';
import { numbersText, type VersionFile } from './files.ts';
import { type MovementDraft, parseMovement, parseOrder, parsePrinted, parseTakeBack } from './input.ts';
import { type BatchFormat, batchFormatsOf, type PrintWhyNot, whyNotPrint } from './model.ts';
import { deathOf } from './recall.ts';
import { batchState, type ListedBatch, type MovementWhyNot, stockOf, whyNotMove, whyNotTakeBack } from './stock.ts';
import { getMaterial, insertMaterialEvent } from './store.server.ts';
import { getVersion, listVersions } from './versions.server.ts';

type Home = Pick<Committee, 'id'>;
export type BatchWhyNot = { reason: 'wrong_state' } | { reason: 'dead_numbers'; numbers: string[] };

/** The lines of a county that may stand on paper now: answered in a test at most 30 days ago. */
export async function listPrintable(tx: Transaction, committee: Home, now: Date) {
	return printable(await listLines(tx, committee.id), { now, today: dayAt(now) });
}

/** The lines of a county whose numbers stand in a file: by them a dying number finds its copies. */
async function numbersOf(tx: Transaction, committee: Home, { look }: VersionFile): Promise<string[]> {
	const lines = await listLines(tx, committee.id);
	const known = lines.map(({ number }) => ({ digits: digitsOf(number), number, reason: 'dead' as const }));
	return [...new Set(deadNumbersIn(numbersText(look), known).map(({ number }) => number))];
}

/** Null when a version can be printed now, otherwise why not; and the numbers that its paper would carry. */
export async function getPrintSituation(tx: Transaction, committee: Home, versionId: string, now: Date) {
	const version = await getVersion(tx, versionId);
	const material = await getMaterial(tx, committee.id, version.materialId);
	const lines = await listPrintable(tx, committee, now);
	const versions = await listVersions(tx, [material.id]);
	const today = dayAt(now);
	const refused = version.file ? await listRefusedNumbers(tx, committee.id, today) : [];
	const dead = version.file !== null && deadNumbersIn(numbersText(version.file.look), refused).length > 0;
	const why = whyNotPrint({ material, version, versions, lines: lines.length, dead, today });
	const numbers = version.file ? await numbersOf(tx, committee, version.file) : lines.map(({ number }) => number);
	return { material, version, lines, numbers, why };
}

/** Orders a printing: what the paper will carry is kept from now on. */
export async function submitOrder(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	versionId: string,
	typed: Typed,
	now = new Date(),
): Promise<{ ok: true; id: string } | Refused | { ok: false; print: PrintWhyNot }> {
	const { material } = await getPrintSituation(tx, committee, versionId, now);
	const parsed = parseOrder(typed, batchFormatsOf(material.kind));
	return parsed.ok ? orderBatch(tx, actor, committee, { versionId, ...parsed.value }, now) : parsed;
}

export async function orderBatch(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	wish: { versionId: string; format: BatchFormat; quantity: number; replacesId?: string },
	now: Date,
): Promise<{ ok: true; id: string } | { ok: false; print: PrintWhyNot }> {
	const { material, numbers, why } = await getPrintSituation(tx, committee, wish.versionId, now);
	if (why) return { ok: false, print: why };
	const id = await insertBatch(tx, committee.id, { ...wish, numbers, orderedOn: dayAt(now) }, actor);
	await insertMaterialEvent(tx, {
		...{
			committeeId: committee.id,
			materialId: material.id,
			versionId: wish.versionId,
			batchId: id,
			kind: 'ordered',
			actor,
		},
		details: { format: wish.format, quantity: wish.quantity },
	});
	return { ok: true, id };
}

const note = (tx: Transaction, batch: ListedBatch, kind: string, actor: Actor, details = {}, reason?: string) =>
	insertMaterialEvent(tx, {
		...{ committeeId: batch.committeeId, materialId: batch.materialId, versionId: batch.versionId, batchId: batch.id },
		...{ kind, actor, details, reason },
	});

/** Numbers of a batch that are dead now. */
async function deadOf(tx: Transaction, committee: Home, { numbers }: ListedBatch, now: Date): Promise<string[]> {
	const lines = await listLines(tx, committee.id);
	return numbers.filter((number) => deathOf(number, lines, [], { now, today: dayAt(now) }) !== null);
}

/** The printer has delivered. With a number that died meanwhile the paper is worth nothing: it is refused, and printed anew. */
export async function submitPrinted(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
	now = new Date(),
): Promise<{ ok: true } | Refused | { ok: false; batch: BatchWhyNot }> {
	const batch = await getBatch(tx, committee.id, id);
	if (batchState(batch) !== 'ordered') return { ok: false, batch: { reason: 'wrong_state' } };
	const numbers = await deadOf(tx, committee, batch, now);
	if (numbers.length > 0) return { ok: false, batch: { reason: 'dead_numbers', numbers } };
	const parsed = parsePrinted(typed, { orderedOn: batch.orderedOn, today: dayAt(now) });
	if (!parsed.ok) return parsed;
	await saveBatch(tx, id, { printedOn: parsed.value });
	await note(tx, batch, 'printed', actor, { quantity: batch.quantity });
	return { ok: true };
}

/** Puts the numbers that live now on a batch that is not printed yet. */
export async function renewBatch(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	now = new Date(),
): Promise<{ ok: true } | { ok: false; batch: BatchWhyNot } | { ok: false; print: PrintWhyNot }> {
	const batch = await getBatch(tx, committee.id, id);
	if (batchState(batch) !== 'ordered') return { ok: false, batch: { reason: 'wrong_state' } };
	const { numbers, why } = await getPrintSituation(tx, committee, batch.versionId, now);
	if (why) return { ok: false, print: why };
	await saveBatch(tx, id, { numbers });
	await note(tx, batch, 'renewed', actor);
	return { ok: true };
}

export async function cancelBatch(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	now = new Date(),
): Promise<{ ok: true } | { ok: false; batch: BatchWhyNot }> {
	const batch = await getBatch(tx, committee.id, id);
	if (batchState(batch) !== 'ordered') return { ok: false, batch: { reason: 'wrong_state' } };
	await saveBatch(tx, id, { cancelledOn: dayAt(now) });
	await note(tx, batch, 'cancelled', actor);
	return { ok: true };
}

/** Reads what became of leaflets of a batch and keeps it. */
export async function submitMovement(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
	now = new Date(),
): Promise<{ ok: true } | Refused> {
	const places = await listPlaces(tx, committee.id);
	const parsed = parseMovement(
		typed,
		places.map((place) => place.id),
	);
	if (!parsed.ok) return parsed;
	const moved = await moveLeaflets(tx, actor, committee, id, parsed.value, dayAt(now));
	if (moved.ok) return moved;
	const { placeId, kind } = parsed.value;
	const source = kind === 'given' ? undefined : places.find((place) => place.id === placeId)?.name;
	return { ok: false, issues: [issueOf(moved.why, source)] };
}

function issueOf(why: MovementWhyNot, place: string | undefined): Issue {
	if (why.reason !== 'too_many')
		return {
			field: why.reason === 'not_printed' ? 'quantity' : 'moved_on',
			message: `material.stock.why_not.${why.reason}`,
		};
	return place === undefined
		? { field: 'quantity', message: 'material.stock.why_not.too_many_office', words: { n: why.left } }
		: { field: 'quantity', message: 'material.stock.why_not.too_many', words: { n: why.left, place } };
}

export async function moveLeaflets(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	movement: MovementDraft,
	today: string,
): Promise<{ ok: true } | { ok: false; why: MovementWhyNot }> {
	await lockBatch(tx, id);
	const batch = await getBatch(tx, committee.id, id);
	const movements = await listMovements(tx, [id]);
	const why = whyNotMove(batch, stockOf(batch.quantity, movements), movement, today);
	if (why) return { ok: false, why };
	await insertMovement(tx, committee.id, id, movement, actor);
	if (stockOf(batch.quantity, [...movements, movement]).left === 0) await endRecalls(tx, actor, committee, batch);
	return { ok: true };
}

/** Takes an entry back that was written down by mistake: a counter-entry with its reason, in the stock and in the history. */
export async function submitTakeBack(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
	now = new Date(),
): Promise<{ ok: true } | Refused> {
	await lockBatch(tx, id);
	const batch = await getBatch(tx, committee.id, id);
	const movements = await listMovements(tx, [id]);
	const parsed = parseTakeBack(
		typed,
		movements.map((movement) => movement.id),
	);
	if (!parsed.ok) return parsed;
	const { movementId, reason } = parsed.value;
	const movement = movements.find((one) => one.id === movementId);
	if (!movement) throw new Error('the entry was just in the list');
	const why = whyNotTakeBack(movement, movements, stockOf(batch.quantity, movements));
	if (why) {
		const issue = { field: 'reason', message: `material.take_back.why_not.${why.reason}` };
		return { ok: false, issues: [why.reason === 'too_many' ? { ...issue, words: { n: why.left } } : issue] };
	}
	await insertCounterEntry(tx, committee.id, id, movement, { reason, movedOn: dayAt(now), actor });
	await note(tx, batch, 'taken_back', actor, { quantity: movement.quantity, movement: movement.kind }, reason);
	return { ok: true };
}

/** Nothing of the batch is left anywhere: whatever was called back is settled. */
async function endRecalls(tx: Transaction, actor: Actor, committee: Home, batch: ListedBatch): Promise<void> {
	const records = (await listRecallRecords(tx, committee.id)).filter(({ batchId }) => batchId === batch.id);
	for (const { id } of records) await saveRecallEnded(tx, id, actor);
	if (records.length > 0) await note(tx, batch, 'settled', actor);
}

/** Everything the page of a batch shows. */
export async function getBatchPage(
	tx: Transaction,
	committee: Home,
	id: string,
	locale: 'sq' | 'en',
	now = new Date(),
) {
	const batch = await getBatch(tx, committee.id, id);
	const movements = await listMovements(tx, [id]);
	const lines = await listLines(tx, committee.id);
	const moment = { now, today: dayAt(now) };
	return {
		...{ batch, movements, today: moment.today },
		stock: stockOf(batch.quantity, movements),
		numbers: batch.numbers.map((number) => ({ number, death: deathOf(number, lines, [], moment) })),
		places: await listPlaces(tx, committee.id, locale),
		living: lines.filter((line) => lineState(line, moment) === 'answered').map(({ number }) => number),
	};
}

/** The printings of one material, each with where its leaflets are, and which of them have to be called back. */
export async function listBatchesOf(tx: Transaction, committee: Home, materialId: string, now = new Date()) {
	const batches = (await listBatches(tx, committee.id)).filter((batch) => batch.materialId === materialId);
	const movements = await listMovements(
		tx,
		batches.map(({ id }) => id),
	);
	const lines = await listLines(tx, committee.id);
	const moment = { now, today: dayAt(now) };
	const told = batches.map((batch) => ({
		...batch,
		stock: stockOf(
			batch.quantity,
			movements.filter(({ batchId }) => batchId === batch.id),
		),
	}));
	const isDead = (number: string) => deathOf(number, lines, [], moment) !== null;
	const recalled = told.filter(
		(batch) => batchState(batch) === 'printed' && batch.stock.left > 0 && batch.numbers.some(isDead),
	);
	return { batches: told, recalled: recalled.map(({ id }) => id) };
}
