import { changeLetter, draftMonthOrder, draftOneInvitation, submitText } from '#letters/actions.server.ts';
import { typedForText } from '#letters/input.ts';
import { getLetter } from '#letters/store.server.ts';
import { instantOf } from '#platform/dates.ts';
import { setMoment } from '#platform/db.server.ts';
import type { ToldLetters } from './model.ts';
import type { Story } from './story.server.ts';

type Numbered = { number: string; datedOn: string; signed: boolean };

/** The order of a month with its number, and two invitations under it; through the verbs of the desk, which say what is to be confirmed. */
export async function writeLetters(story: Story, { replyTo, order, invitations }: ToldLetters): Promise<void> {
	const desk = { ...story, actor: 'demonstration' as const };
	await setMoment(story.tx, instantOf(order.datedOn, '09:10'));
	await number(story, await draftMonthOrder(desk, 'sq'), { ...order, signed: true });
	for (const { partner, ...told } of invitations) {
		await setMoment(story.tx, instantOf(told.datedOn, '10:20'));
		const drafted = await draftOneInvitation(desk, { partner: [story.partners.get(partner) ?? ''] }, 'sq');
		if (!drafted.ok) throw new Error(`the demonstration cannot invite ${partner}`);
		const letter = await getLetter(story.tx, story.committee.id, drafted.id);
		const typed = { ...typedForText(letter), replyTo: [replyTo], version: [String(letter.version)] };
		await submitText(desk, drafted.id, typed);
		await number(story, drafted.id, told);
	}
}

async function number({ tx, committee }: Story, id: string, told: Numbered): Promise<void> {
	const { version } = await getLetter(tx, committee.id, id);
	const desk = { tx, committee, actor: 'demonstration' as const };
	const typed = {
		...{ protocol_number: [told.number], dated_on: [told.datedOn], version: [String(version)] },
		unconfirmed: ['yes'],
	};
	const now = instantOf(told.datedOn, '12:00');
	const numbered = await changeLetter(desk, { id, verb: 'number', typed, now });
	if (!numbered.ok) throw new Error(`the demonstration cannot give number ${told.number}: ${JSON.stringify(numbered)}`);
	if (told.signed) await changeLetter(desk, { id, verb: 'sign', typed: {} });
}
