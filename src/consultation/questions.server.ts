import { listClashes } from '#activities/clashes.server.ts';
import { type ClashMarks, marksOf, openClashes } from '#activities/clashes.ts';
import type { ListedActivity } from '#activities/model.ts';
import type { Scope, Transaction } from '#platform/db.server.ts';
import { isSubmitted, type Programme } from '#programmes/model.ts';
import { listProgrammeEvents } from '#programmes/store.server.ts';
import { getApproval } from '#versions/actions.server.ts';
import { openQuestions, type Question, type Said } from '#versions/questions.ts';
import { listStandings } from './actions.server.ts';
import { answeredIn } from './model.ts';

/**
 * What is open when the chair decides about a programme: answers, days, places, clashes; with the clashes of each activity. Who may not
 * see the answers of all is told of the rest.
 */
export async function getOpenQuestions(
	tx: Transaction,
	scope: Scope,
	programme: Programme,
	activities: readonly ListedActivity[],
	now = new Date(),
): Promise<{ questions: Question[]; marks: ReadonlyMap<string, ClashMarks> }> {
	const [standings, steps, { clashes, accepted }] = await Promise.all([
		scope.kind === 'committee' ? listStandings(tx, programme, now, activities) : [],
		listProgrammeEvents(tx, programme.id),
		listClashes(tx, scope, programme, activities),
	]);
	const said = standings.map(({ activity, standings: each }): [string, Said] => [
		activity.id,
		{ ...answeredIn(each), unanswered: each.some(({ askedAt, answer }) => askedAt !== null && answer === null) },
	]);
	const submitted = programme.state === 'approved' || isSubmitted(steps);
	const clashing = new Set(openClashes(clashes, accepted).flatMap((clash) => clash.activities.map(({ id }) => id)));
	return {
		questions: openQuestions({ activities, said: new Map(said), clashing, submitted }),
		marks: marksOf(clashes, accepted),
	};
}

/** Everything the page about approval shows of a programme: what is open is found beside the rest. */
export async function getDecision(
	tx: Transaction,
	scope: Scope,
	programme: Programme,
	activities: readonly ListedActivity[],
) {
	const open = getOpenQuestions(tx, scope, programme, activities);
	const questions = open.then((found) => found.questions);
	const [{ marks }, approval] = await Promise.all([open, getApproval(tx, programme, activities, questions)]);
	return { ...approval, marks };
}
