import { afterAll, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import type { Scope, Transaction } from '#platform/db.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { mergePartners, removeContact, submitContact } from './actions.server.ts';
import { insertContact, listContacts } from './store.server.ts';

afterAll(closeDatabase);

const today = '2026-10-01';
const typed = (email: string) => ({ name: ['Arta, specialiste'], email: [email], phone: [''], locale: ['sq'] });

async function scene(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const zvap = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
	const police = await buildPartner(tx, committee.id, 'Policia Durrës', 'police');
	const programme = await buildProgramme(tx, committee.id);
	const [activity = ''] = await buildActivities(tx, programme, [{ number: 1, leadId: zvap, supporterIds: [police] }]);
	const contact = { name: 'Arta', phone: '+355 52 000 000', locale: 'sq' as const, validFrom: today, validTo: null };
	for (const partnerId of [zvap, police])
		await insertContact(tx, committee.id, { ...contact, partnerId, email: `k.${partnerId}@canary.example` });
	return { committee, zvap, police, activity };
}

describe('contacts', () => {
	test('nobody sees them but the committee and the institution itself', () =>
		rolledBack(async (tx) => {
			const { committee, zvap, police, activity } = await scene(tx);
			const neighbour = await getCommittee(tx, { code: 'AL-11' });
			const committeeId = committee.id;
			const seen = async (scope: Scope) => {
				await become(tx, scope);
				return (await listContacts(tx, [zvap, police])).map(({ partnerId }) => partnerId).sort();
			};
			const none: Scope[] = [
				{ kind: 'committee', committeeId: neighbour.id },
				{ kind: 'oversight', committeeId },
				{ kind: 'partner', committeeId: neighbour.id, partnerId: zvap },
				{ kind: 'activity', committeeId, activityIds: [activity] },
				{ kind: 'activity', committeeId, activityIds: [activity], partnerId: zvap },
				{ kind: 'public' },
				{ kind: 'identity' },
				{ kind: 'link', tokenHash: '00' },
			];
			for (const scope of none) expect(await seen(scope), JSON.stringify(scope)).toEqual([]);
			expect(await seen({ kind: 'partner', committeeId, partnerId: police })).toEqual([police]);
			expect(await seen({ kind: 'committee', committeeId })).toEqual([zvap, police].sort());
		}));

	test('an institution keeps its own and no other', () =>
		rolledBack(async (tx) => {
			const { committee, zvap, police } = await scene(tx);
			const [foreign] = await listContacts(tx, [police]);
			await become(tx, { kind: 'partner', committeeId: committee.id, partnerId: zvap });
			await expect(removeContact(tx, police, foreign?.id ?? '')).rejects.toThrow(/no contact/);
			await expect(
				submitContact(tx, committee, zvap, typed('a@b.al'), { id: foreign?.id ?? '', today }),
			).rejects.toThrow(/no contact/);
			expect(await submitContact(tx, committee, zvap, typed('arta@Zvap.AL'), { id: null, today })).toEqual({
				ok: true,
			});
			expect((await listContacts(tx, [zvap])).map(({ email }) => email)).toContain('arta@zvap.al');
			await expect(submitContact(tx, committee, police, typed('arta@zvap.al'), { id: null, today })).rejects.toThrow(
				/row-level security/,
			);
		}));

	test('an address is mail’s, and once in an institution', () =>
		rolledBack(async (tx) => {
			const { committee, zvap } = await scene(tx);
			const issues = async (email: string) => {
				const outcome = await submitContact(tx, committee, zvap, typed(email), { id: null, today });
				return outcome.ok ? [] : outcome.issues.map(({ message }) => message);
			};
			expect(await issues('')).toEqual(['issue.missing']);
			for (const wrong of ['arta', 'artë@zvap.al', 'a@b', 'a b@c.al', 'a@b.al,c@d.al', 'a@b.al\r\nBcc: x@y.al'])
				expect(await issues(wrong), wrong).toEqual(['issue.not_an_address']);
			expect(await issues('arta@zvap.al')).toEqual([]);
			expect(await issues('arta@zvap.al')).toEqual(['issue.contact_known']);
		}));

	test('merging institutions moves them; whom both have is one', () =>
		rolledBack(async (tx) => {
			const { committee, zvap, police } = await scene(tx);
			for (const partnerId of [zvap, police])
				await submitContact(tx, committee, partnerId, typed('same@zvap.al'), { id: null, today });
			await become(tx, { kind: 'committee', committeeId: committee.id });
			await mergePartners(tx, 'desk', committee, { kept: zvap, gone: police });
			expect((await listContacts(tx, [zvap])).map(({ email }) => email).sort()).toEqual(
				[`k.${zvap}@canary.example`, `k.${police}@canary.example`, 'same@zvap.al'].sort(),
			);
		}));
});
