import { getActivity } from '#activities/store.server.ts';
import { currentAnswer, giveAnswer } from '#consultation/answering.server.ts';
import { askForAnswers } from '#consultation/asking.server.ts';
import type { AnswerDraft } from '#consultation/model.ts';
import { answerContributions, askContribution } from '#contributions/actions.server.ts';
import { insertContact } from '#partners/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import { setMoment } from '#platform/db.server.ts';
import { dayWithin, type ToldAnswer, type ToldAnswers } from './model.ts';
import type { Story } from './story.server.ts';

type Period = { startsOn: string; monday: string };

/** Gives institutions their contacts, asks them whether they come and what they bring, and lets them answer. Nothing is sent: nobody reads these addresses. */
export async function consult(story: Story, { contacts, asked, brings }: ToldAnswers, period: Period): Promise<void> {
	const { tx, committee, partners, now } = story;
	const validFrom = addDays(dayAt(now), -120);
	for (const { partner, name, email, phone } of contacts) {
		const partnerId = partners.get(partner);
		if (!partnerId) continue;
		const contact = { partnerId, name, email, phone, locale: 'sq' as const, validFrom, validTo: null };
		await insertContact(tx, committee.id, { ...contact, demonstration: true });
	}
	for (const { number, daysAgo, answers } of asked) {
		await ask(story, number, daysAgo);
		for (const told of answers) await answer(story, number, told, { daysAgo, period });
	}
	for (const told of brings) await bring(story, told);
}

async function ask({ tx, committee, programme, now }: Story, number: number, daysAgo: number): Promise<void> {
	const moment = instantOf(addDays(dayAt(now), -daysAgo), '09:40');
	await setMoment(tx, moment);
	const asking = { actor: 'demonstration', committee, programme, now: moment, post: false } as const;
	await askForAnswers(tx, asking, await getActivity(tx, programme.id, number));
}

async function answer(
	{ tx, committee, programme, partners, now }: Story,
	number: number,
	told: ToldAnswer,
	{ daysAgo, period }: { daysAgo: number; period: Period },
): Promise<void> {
	const partnerId = partners.get(told.partner);
	if (!partnerId) return;
	const moment = instantOf(addDays(dayAt(now), 1 - daysAgo), '11:05');
	await setMoment(tx, moment);
	const activity = await getActivity(tx, programme.id, number);
	const before = await currentAnswer(tx, activity, partnerId);
	const asked = { committee, programme, activity, partnerId, answer: before };
	await giveAnswer(tx, `link:${partnerId}`, asked, draftOf(told, period), 'link', moment);
}

/** Asks an institution to bring something; the day after it says whether it does. */
async function bring(
	{ tx, committee, programme, partners, now }: Story,
	{ number, daysAgo, partner, kind, quantity, note, answer: brings }: ToldAnswers['brings'][number],
): Promise<void> {
	const partnerId = partners.get(partner);
	if (!partnerId) return;
	const on = (ago: number, hour: string) => setMoment(tx, instantOf(addDays(dayAt(now), -ago), hour));
	const where = { committee, programme, activity: await getActivity(tx, programme.id, number) };
	await on(daysAgo, '09:30');
	const line = { partnerId, kind, quantity, note, versionId: null };
	const id = await askContribution(tx, 'demonstration', where, line);
	if (brings === null) return;
	await on(daysAgo - 1, '11:10');
	await answerContributions(tx, `link:${partnerId}`, { ...where, partnerId }, new Map([[id, brings]]));
}

function draftOf(told: ToldAnswer, period: Period): AnswerDraft {
	if (told.answer === 'yes') return { answer: 'yes' };
	if (told.answer === 'no') return { answer: 'no', reason: told.reason, note: null };
	return {
		...{ answer: 'other_day', proposedHour: told.hour },
		proposedDay: dayWithin(period, told.week, told.day),
	};
}
