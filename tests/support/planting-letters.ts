import { json } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { committee, type Plot } from './planting-people.ts';

/** A draft, and a letter with a number: the committee's, and the institution's that it was sent to; an act of a county. */
export async function plantLetters(
	{ tx, canaries, committeeId, at }: Plot,
	{ partner, programmeId }: { partner: string; programmeId: string },
): Promise<void> {
	const readers = at(...committee, 'national');
	const sent = [...readers, ...at('focal_point')];
	const letter = { committee_id: committeeId, programme_id: programmeId, locale: 'sq', actor: 'desk', place: 'Durrës' };
	const invitation = { ...letter, kind: 'invitation', partner_id: partner, signatory: 'Prefekti' };
	const facts = {
		...{ county: 'Durrës', titleSq: 'Muaji', titleEn: 'Month', startsOn: '2026-10-01', endsOn: '2026-10-31' },
		...{ demonstration: false, activities: [], brings: [], institutions: [] },
	};
	await tx
		.insertInto('letters')
		.values([
			{
				...{ ...invitation, id: recordId() },
				subject: canaries.word('letters.subject', 'of a draft', readers),
				opening: canaries.word('letters.opening', 'of a draft', readers),
			},
			{
				...{ ...invitation, id: recordId(), state: 'numbered', protocol_number: '77', dated_on: '2026-09-30' },
				facts: json(facts),
				subject: canaries.word('letters.subject', 'of a letter that was sent', sent),
				reply_to: canaries.email('letters.reply_to', 'of a letter that was sent', sent),
			},
		])
		.execute();
	await tx
		.insertInto('legal_bases')
		.values({
			...{ id: recordId(), committee_id: committeeId, source: 'prova', text_en: 'an act' },
			text_sq: canaries.word('legal_bases.text_sq', 'of a county', at(...committee)),
		})
		.execute();
}
