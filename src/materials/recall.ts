import { digitsOf, type Line, lineState, type RefusedNumber } from '#help/model.ts';
import { type Batch, batchState, type Holding, type Movement, stockOf } from './stock.ts';

/**
 * Why a printed number is dead: the latest call failed; the line was retired; no line of the county has the number any more; it is
 * on the list of refused numbers. Stale and unproven lines do not recall anything: nobody knows that they are dead.
 */
export type DeathReason = 'failed' | 'retired' | 'gone' | 'refused';
type Moment = { now: Date; today: string };

/** Null while the number lives. Of two lines with one number, one that lives is enough. */
export function deathOf(
	number: string,
	lines: readonly Line[],
	refused: readonly RefusedNumber[],
	moment: Moment,
): DeathReason | null {
	const digits = digitsOf(number);
	const states = lines.filter((line) => digitsOf(line.number) === digits).map((line) => lineState(line, moment));
	if (states.length === 0) return refused.some((one) => one.digits === digits) ? 'refused' : 'gone';
	if (states.some((state) => state !== 'failed' && state !== 'retired')) return null;
	return states.includes('failed') ? 'failed' : 'retired';
}

/** What a person did about a recall. It stays open until a person ends it, also when the number lives again. */
export type RecallRecord = {
	id: string;
	batchId: string;
	digits: string;
	reason: DeathReason;
	openedAt: Date;
	/** Places whose institutions were written to. */
	noticedPlaceIds: string[];
};

/** One number on one batch that must not be handed out. */
export type Recall<B extends Batch = Batch> = {
	batch: B;
	number: string;
	/** Null: it answers again, but places were told otherwise. */
	reason: DeathReason | null;
	record: RecallRecord | null;
	/** Where leaflets are left, the office first. */
	holdings: Holding[];
	left: number;
	/** Places with leaflets whose institutions were not written to yet. */
	unnoticed: string[];
};

/**
 * Which batches have to be called back now: those that were printed, of which leaflets are left somewhere, and that carry a dead
 * number, or one about which places were written to and nobody has said that it is over. Asked twice, the answer is the same; when
 * a number answers again before anybody was written to, the recall is gone by itself.
 */
export function recallsOf<B extends Batch>(
	batches: readonly { batch: B; movements: readonly Movement[] }[],
	lines: readonly Line[],
	refused: readonly RefusedNumber[],
	records: readonly RecallRecord[],
	moment: Moment,
): Recall<B>[] {
	return batches.flatMap(({ batch, movements }) => {
		if (batchState(batch) !== 'printed') return [];
		const { office, places, left } = stockOf(batch.quantity, movements);
		if (left === 0) return [];
		const holdings = [office, ...places].filter((holding) => holding.left > 0);
		return batch.numbers.flatMap((number) => {
			const digits = digitsOf(number);
			const reason = deathOf(number, lines, refused, moment);
			const record = records.find((one) => one.batchId === batch.id && one.digits === digits) ?? null;
			if (reason === null && (record === null || record.noticedPlaceIds.length === 0)) return [];
			const unnoticed = holdings.flatMap(({ placeId }) =>
				placeId !== null && !record?.noticedPlaceIds.includes(placeId) ? placeId : [],
			);
			return [{ batch, number, reason, record, holdings, left, unnoticed }];
		});
	});
}

/** The figure "recall open": batches, leaflets left, and places that hold some. A batch with two dead numbers counts once. */
export function recallFigure(recalls: readonly Recall[]): { batches: number; leaflets: number; places: number } {
	const once = new Map(recalls.map((recall) => [recall.batch.id, recall]));
	const all = [...once.values()];
	const places = new Set(all.flatMap(({ holdings }) => holdings.flatMap(({ placeId }) => placeId ?? [])));
	return { batches: once.size, leaflets: all.reduce((sum, { left }) => sum + left, 0), places: places.size };
}

/** The versions of which something is called back: an activity cannot be made ready with them. */
export const recalledVersions = (recalls: readonly Recall[]): Set<string> =>
	new Set(recalls.filter(({ reason }) => reason !== null).map(({ batch }) => batch.versionId));
