import type { ListedActivity } from '#activities/model.ts';
import { getNames, listActivities } from '#activities/store.server.ts';
import { findFeed } from '#doors/store.server.ts';
import { queueMail } from '#mail/actions.server.ts';
import type { ComposedMail } from '#mail/compose.ts';
import type { MailKind } from '#mail/model.ts';
import { type Contact, isReached } from '#partners/model.ts';
import { listContacts } from '#partners/store.server.ts';
import { actorAccount, isInForce, type Sitting } from '#people/model.ts';
import { listSeats } from '#people/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import type { Scope, Transaction } from '#platform/db.server.ts';
import { listProgrammeEvents } from '#programmes/store.server.ts';
import { getStepBefore, takeStep, type Wish } from '#versions/actions.server.ts';
import { type Change, changesSince, type Line, toldFacets, withPartner } from '#versions/model.ts';
import { countQuestions, type Question } from '#versions/questions.ts';
import { toldOf } from '#versions/telling.ts';
import type { Asking } from './actions.server.ts';
import {
	approvedMail,
	type ChangedPart,
	changedMail,
	decidedMail,
	type Part,
	submittedMail,
	wasTold,
} from './deciding.ts';
import { isAskable } from './model.ts';
import { getOpenQuestions } from './questions.server.ts';
import { hasCalendar } from './store.server.ts';

type Deciding = Asking & { scope: Scope };

/**
 * One step between secretariat and chair, with the mails that tell of it, in one transaction: a step that is not taken tells nobody, and
 * one that is taken tells everybody once.
 */
export async function decide(tx: Transaction, deciding: Deciding, wish: Omit<Wish, 'ask'>) {
	const { actor, programme, scope, now = new Date() } = deciding;
	/** What was open when it was decided: an approval closes nothing of it, but changes what is asked. */
	let questions: Question[] = [];
	const ask: Wish['ask'] = async (activities, held) => {
		questions = (await getOpenQuestions(tx, scope, held, activities, now)).questions;
		return questions;
	};
	const secretary = await findSubmitter(tx, deciding);
	const outcome = await takeStep(tx, actor, programme, { ...wish, ask });
	if (!outcome.ok) return outcome;
	const { version } = outcome;
	const words = wish.words ?? null;
	const activities = await listActivities(tx, programme.id);
	if (wish.verb === 'submit') {
		await ask(activities, programme);
		await tellOffices(tx, deciding, await listSitting(tx, deciding, 'chair'), 'programme_submitted', (locale) =>
			submittedMail({ ...deciding, locale }, { activities: activities.length, questions, words }),
		);
	}
	if (wish.verb === 'approve' || wish.verb === 'send_back') {
		await tellOffices(tx, deciding, secretary, 'programme_decided', (locale) =>
			decidedMail({ ...deciding, locale }, { version, questions: countQuestions(questions), words }),
		);
	}
	if (version !== null) await tellPartners(tx, deciding, activities, secretary[0]?.email ?? null);
	return outcome;
}

/** Who holds an office of the committee today and can be written to; where the holder has no account any more, the substitute. */
async function listSitting(
	tx: Transaction,
	{ committee, now = new Date() }: Deciding,
	role: 'chair' | 'secretary',
): Promise<Sitting[]> {
	const seats = (await listSeats(tx, committee.id)).filter((seat) => seat.role === role && isInForce(seat, dayAt(now)));
	const people = seats.flatMap(({ person, substitute }) => (person.disabled ? (substitute ?? []) : person));
	return people.filter(({ disabled, email }) => !disabled && email !== null);
}

/** The secretary who handed the programme in; all of them where that was nobody with a seat. */
async function findSubmitter(tx: Transaction, deciding: Deciding): Promise<Sitting[]> {
	const events = await listProgrammeEvents(tx, deciding.programme.id);
	const submitted = events.find(({ kind }) => kind === 'submitted');
	const secretaries = await listSitting(tx, deciding, 'secretary');
	const own = secretaries.filter(({ id }) => submitted && id === actorAccount(submitted.actor));
	return own.length > 0 ? own : secretaries;
}

/** A mail to each, in their language; nobody is told of what they did themselves. */
async function tellOffices(
	tx: Transaction,
	{ actor, committee }: Deciding,
	people: readonly Sitting[],
	kind: MailKind,
	write: (locale: Sitting['locale']) => ComposedMail,
): Promise<void> {
	for (const { id, email, locale } of people) {
		if (email === null || id === actorAccount(actor)) continue;
		await queueMail(tx, { to: email, kind, mail: write(locale), committeeId: committee.id, accountId: id });
	}
}

/** What of an approval concerns one institution. */
type Concern = { partnerId: string; parts: Part[]; changes: Change[] };

/** One mail to each contact of every institution: of the first approval with all of its activities, of a later one with what it was not told of. */
async function tellPartners(
	tx: Transaction,
	deciding: Deciding,
	activities: readonly ListedActivity[],
	replyTo: string | null,
): Promise<void> {
	const { committee, programme, now = new Date() } = deciding;
	const { before, present } = await getStepBefore(tx, programme, activities);
	const ids = [...new Set([...(before ?? []), ...present].flatMap(partnersIn))];
	const names = await getNames(tx, ids);
	const contacts = (await listContacts(tx, ids)).filter((contact) => isReached(contact, dayAt(now)));
	const ahead = new Map(activities.filter((one) => isComing(one, dayAt(now))).map((one) => [one.id, one]));
	for (const partnerId of ids) {
		const mine = withPartner(present, partnerId).flatMap(({ activityId }) => ahead.get(activityId) ?? []);
		const partOf = (activity: ListedActivity): Part => ({
			...{ activity, leads: activity.leadId === partnerId },
			supporters: activity.supporterIds.flatMap((id) => names[id] ?? []),
		});
		const concern = { partnerId, parts: mine.map(partOf), changes: changesFor(partnerId, before, present) };
		const feedId = (await findFeed(tx, { partnerId }))?.id ?? null;
		for (const contact of contacts.filter((one) => one.partnerId === partnerId)) {
			const { locale, email } = contact;
			const writing = { locale, committee, programme, partnerName: names[partnerId] ?? '' };
			const changed = before === null ? [] : await listUntoldChanges(tx, contact, concern);
			const mail =
				before === null
					? concern.parts.length > 0 && approvedMail(writing, concern.parts, feedId)
					: changed.length > 0 && changedMail(writing, changed, feedId);
			if (!mail) continue;
			const sendBefore = instantOf(addDays(programme.endsOn, 1), '00:00');
			await queueMail(tx, {
				...{ to: email, kind: 'programme_approved', mail, committeeId: committee.id, replyTo, sendBefore },
			});
		}
	}
}

const partnersIn = ({ leadId, supporters }: Line): string[] => [leadId, ...supporters.map(({ id }) => id)];

/** Still to come; what has no day yet is in the programme all the same. */
const isComing = (activity: ListedActivity, today: string): boolean =>
	isAskable({ ...activity, takesPlaceOn: activity.takesPlaceOn ?? today }, today) && activity.state !== 'postponed';

const changesFor = (partnerId: string, before: readonly Line[] | null, present: readonly Line[]): Change[] =>
	before === null
		? []
		: changesSince(withPartner(before, partnerId), withPartner(present, partnerId), toldFacets).filter(
				(change) => !wasTold(change),
			);

/** What a contact was not told of when it was changed. Who had an entry in the calendar has lost it by a mail already. */
async function listUntoldChanges(
	tx: Transaction,
	{ id: contactId }: Contact,
	{ parts, changes }: Concern,
): Promise<ChangedPart[]> {
	const told: ChangedPart[] = [];
	for (const change of changes) {
		const part = parts.find(({ activity }) => activity.id === change.activityId) ?? null;
		if (change.after && !part) continue;
		if (!change.after && (await hasCalendar(tx, change.activityId, contactId))) continue;
		told.push({ told: toldOf(change, new Map()), part });
	}
	return told;
}
