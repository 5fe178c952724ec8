import { readFile } from 'node:fs/promises';
import type { Committee } from '#committees/model.ts';
import { changeOffer, checkOffer, importOffers, linkOffer, previewOffers } from '#opportunities/actions.server.ts';
import { checkItems } from '#opportunities/model.ts';
import { readOffers } from '#opportunities/reading.server.ts';
import { insertPledge, listCompanyActivities, listOffers } from '#opportunities/store.server.ts';
import { addDays, dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { offered } from './wording.ts';

const actor: Actor = 'demonstration';

/** Invented courses, jobs and pledges, marked as such: some listed, one in doubt, one that nobody has looked at yet. */
export async function loadOffers(tx: Transaction, committee: Committee, now: Date): Promise<void> {
	const today = dayAt(now);
	const text = await readFile('db/demo/ofertat-durres.csv', 'utf8');
	// "+20": so many days after it is loaded.
	const dated = text.replace(/(?<=;)\+(\d+)(?=;)/g, (_, days: string) => addDays(today, Number(days)));
	const read = readOffers({ bytes: new TextEncoder().encode(dated) });
	if (!read.ok) throw new Error(`the demonstration cannot read its offers: ${JSON.stringify(read.issues)}`);
	const { comparison } = await previewOffers(tx, committee, read.sheet.rows, offered.source);
	const imported = await importOffers(tx, actor, committee, { comparison, demonstration: true });
	if (!imported.ok) throw new Error(`the demonstration cannot import its offers: ${imported.reason}`);
	const [activity] = await listCompanyActivities(tx, committee.id);
	for (const offer of await listOffers(tx, committee.id)) {
		if (!offer.demonstration || offer.title === offered.unseen) continue;
		const doubted = offer.title === offered.doubted;
		const answers = Object.fromEntries(checkItems.map((item) => [item, [doubted && item === 'pay' ? 'no' : 'yes']]));
		const typed = (version: number, more: Typed = {}): Typed => ({ version: [String(version)], ...more });
		await checkOffer(tx, actor, committee, { id: offer.id, typed: typed(1, answers), now });
		if (doubted) continue;
		const listed = await changeOffer(tx, actor, committee, { id: offer.id, verb: 'list', typed: typed(2), now });
		if (!listed.ok) throw new Error(`the demonstration cannot list an offer: ${listed.reason}`);
		if (activity && offer.kind === 'job')
			await linkOffer(tx, actor, committee, { id: offer.id, typed: typed(3, { activity: [activity.id] }) });
	}
	for (const pledge of offered.pledges)
		await insertPledge(
			tx,
			committee.id,
			{ ...pledge, signedOn: addDays(today, -40), validTo: addDays(today, 325), shown: true },
			true,
		);
}
