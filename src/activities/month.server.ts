import type { Scope, Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { listCalendar } from '#territory/store.server.ts';
import { type BoardCard, type BoardQuestion, boardOf, cardOf } from './board.ts';
import { listClashes } from './clashes.server.ts';
import { marksOf, openClashes } from './clashes.ts';
import { daysOf } from './days.ts';
import type { ListedActivity } from './model.ts';
import { whyNotMove } from './moving.ts';

/** Everything the board of a month shows: cards by week or by day, what clashes, and what was moved just now. */
export async function getBoard(
	tx: Transaction,
	scope: Scope,
	programme: Programme,
	activities: readonly ListedActivity[],
	question: BoardQuestion,
) {
	const period = { from: programme.startsOn, to: programme.endsOn };
	const [{ clashes, accepted }, asked, calendar] = await Promise.all([
		listClashes(tx, scope, programme, activities),
		listAsked(tx, programme.id),
		listCalendar(tx, period.from, period.to),
	]);
	const marks = marksOf(clashes, accepted);
	const cards = activities.map(
		(activity): BoardCard => ({
			...cardOf(activity),
			version: activity.version,
			pencilled: activity.state === 'proposed' && !asked.has(activity.id),
			movable: whyNotMove(activity, programme) === null,
			clashes: marks.get(activity.id) ?? { open: 0, accepted: 0 },
		}),
	);
	return {
		view: question.view,
		weeks: question.view === 'weeks' ? boardOf(cards, period) : null,
		// Of the other view only what is read out: what a page does not show does not travel with it.
		days: question.view === 'days' ? daysOf(cards, period, calendar) : daysOf(cards, period, calendar, 0),
		clashes: { open: openClashes(clashes, accepted).length, all: clashes.length },
		moved: movedIn(cards, question),
	};
}

/** The line after a move: where to, and whether it can still be taken back. */
function movedIn(cards: readonly BoardCard[], { moved, undone }: BoardQuestion) {
	const card = cards.find(({ number }) => number === (moved?.number ?? undone));
	if (!card) return null;
	const undo = moved !== undefined && card.version === moved.version && card.movable;
	return {
		...{ number: card.number, version: card.version, title: card.placeName ?? card.title, day: card.takesPlaceOn },
		undo,
		back: moved === undefined,
	};
}

/** The activities of a programme that somebody was asked about. */
async function listAsked(tx: Transaction, programmeId: string): Promise<ReadonlySet<string>> {
	const rows = await tx
		.selectFrom('activity_events')
		.innerJoin('activities', 'activities.id', 'activity_id')
		.select('activity_id as id')
		.distinct()
		.where('programme_id', '=', programmeId)
		.where('activity_events.kind', '=', 'answers_asked')
		.execute();
	return new Set(rows.map(({ id }) => id));
}
