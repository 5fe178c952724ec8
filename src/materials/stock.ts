import type { BatchFormat } from './model.ts';

/** What becomes of leaflets: given to a place, handed out to people, brought back, destroyed. */
export const movementKinds = ['given', 'handed_out', 'returned', 'destroyed'] as const;
export type MovementKind = (typeof movementKinds)[number];
/** How a quantity came about, from the surest to the least sure. */
export const movementMethods = ['counted', 'register', 'estimate'] as const;
export type MovementMethod = (typeof movementMethods)[number];

export type Movement = {
	kind: MovementKind;
	/** Null: in the office of the committee. */
	placeId: string | null;
	quantity: number;
	/** A counter-entry: the entry that it takes back, of the same kind, place and quantity. */
	reversesId?: string | null;
};
export type ToldMovement = Movement & {
	id: string;
	method: MovementMethod;
	movedOn: string;
	actor: string;
	/** Why an entry was taken back. */
	reason: string | null;
};

/** One printing, with the numbers that stand on the paper. Leaflets are counted in pieces. */
export type Batch = {
	id: string;
	committeeId: string;
	versionId: string;
	format: BatchFormat;
	quantity: number;
	numbers: string[];
	orderedBy: string;
	orderedOn: string;
	printedOn: string | null;
	cancelledOn: string | null;
	replacesId: string | null;
};
/** A batch with the names a list shows. */
export type ListedBatch = Batch & {
	materialId: string;
	titleSq: string;
	titleEn: string;
	language: string;
	number: number;
};

export type BatchState = 'ordered' | 'printed' | 'cancelled';
export const batchState = ({ printedOn, cancelledOn }: Pick<Batch, 'printedOn' | 'cancelledOn'>): BatchState =>
	cancelledOn !== null ? 'cancelled' : printedOn !== null ? 'printed' : 'ordered';

/** What one place (or the office) got, passed on, handed out, gave back, destroyed, and what is left there: the first less the four. */
export type Holding = {
	placeId: string | null;
	given: number;
	/** Given to places, less what they brought back; of a place nothing. */
	passedOn: number;
	handedOut: number;
	returned: number;
	destroyed: number;
	left: number;
};
export type Stock = {
	printed: number;
	office: Holding;
	places: Holding[];
	left: number;
	handedOut: number;
	destroyed: number;
};

const sumOf = (movements: readonly Movement[], kind: MovementKind, at?: string | null): number =>
	movements
		.filter((movement) => movement.kind === kind && (at === undefined || movement.placeId === at))
		.reduce((sum, { quantity, reversesId }) => sum + (reversesId ? -quantity : quantity), 0);

function holdingAt(movements: readonly Movement[], placeId: string): Holding {
	const at = (kind: MovementKind) => sumOf(movements, kind, placeId);
	const [given, handedOut, returned, destroyed] = [at('given'), at('handed_out'), at('returned'), at('destroyed')];
	return {
		placeId,
		given,
		passedOn: 0,
		handedOut,
		returned,
		destroyed,
		left: given - handedOut - returned - destroyed,
	};
}

/** Where the leaflets of a batch are: left + handed out + destroyed = printed, always. */
export function stockOf(printed: number, movements: readonly Movement[]): Stock {
	const named = new Set(movements.flatMap(({ placeId }) => placeId ?? []));
	const places = [...named].map((placeId) => holdingAt(movements, placeId));
	const [handedOut, destroyed] = [sumOf(movements, 'handed_out', null), sumOf(movements, 'destroyed', null)];
	const [given, returned] = [sumOf(movements, 'given'), sumOf(movements, 'returned')];
	// To the office, printing is what giving is to a place.
	const office = {
		...{ placeId: null, given: printed, passedOn: given - returned, handedOut, returned: 0, destroyed },
		left: printed - given + returned - handedOut - destroyed,
	};
	return {
		...{ printed, office, places },
		left: places.reduce((sum, { left }) => sum + left, office.left),
		handedOut: sumOf(movements, 'handed_out'),
		destroyed: sumOf(movements, 'destroyed'),
	};
}

/** What is left where the leaflets of a movement come from: what is given comes from the office. */
export function leftAtSource(stock: Stock, { kind, placeId }: Pick<Movement, 'kind' | 'placeId'>): number {
	if (kind === 'given' || placeId === null) return stock.office.left;
	return stock.places.find((place) => place.placeId === placeId)?.left ?? 0;
}

/** Why leaflets cannot be moved; the message key is `material.stock.why_not.<reason>`. */
export type MovementWhyNot =
	| { reason: 'not_printed' | 'before_printing' | 'in_the_future' }
	| { reason: 'too_many'; left: number };

export function whyNotMove(
	batch: Pick<Batch, 'printedOn' | 'cancelledOn'>,
	stock: Stock,
	movement: Movement & { movedOn: string },
	today: string,
): MovementWhyNot | null {
	if (batchState(batch) !== 'printed' || batch.printedOn === null) return { reason: 'not_printed' };
	if (movement.movedOn < batch.printedOn) return { reason: 'before_printing' };
	if (movement.movedOn > today) return { reason: 'in_the_future' };
	const left = leftAtSource(stock, movement);
	return movement.quantity > left ? { reason: 'too_many', left } : null;
}

/** Why an entry cannot be taken back; the message key is `material.take_back.why_not.<reason>`. */
export type TakeBackWhyNot = { reason: 'taken_back' | 'is_counter' } | { reason: 'too_many'; left: number };

/** An entry goes back whole, once, and only while the leaflets are where it brought them: what was handed out or destroyed always is. */
export function whyNotTakeBack(
	movement: ToldMovement,
	movements: readonly ToldMovement[],
	stock: Stock,
): TakeBackWhyNot | null {
	if (movement.reversesId) return { reason: 'is_counter' };
	if (movements.some(({ reversesId }) => reversesId === movement.id)) return { reason: 'taken_back' };
	const { kind, placeId, quantity } = movement;
	if (kind === 'handed_out' || kind === 'destroyed') return null;
	const left = kind === 'returned' ? stock.office.left : leftAtSource(stock, { kind: 'returned', placeId });
	return quantity > left ? { reason: 'too_many', left } : null;
}
