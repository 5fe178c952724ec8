import { afterAll, expect, test } from 'vitest';
import { closePhase, countAnswers, openPhase } from '#checks/actions.server.ts';
import type { Phase } from '#checks/model.ts';
import { getCheck, insertCheck, listPhases } from '#checks/store.server.ts';
import { publicFigurePage } from '#figures/reading.ts';
import { getEvidence } from '#figures/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { draft } from './drafting.ts';
import { plain, render } from './tokens.ts';

afterAll(closeDatabase);

/** A class of forty that is counted by hands before and after: so many right answers to each question. */
async function measured(tx: Transaction, persons: number, right: Partial<Record<Phase, number>>) {
	const committee = await buildCommittee(tx);
	const programme = await buildProgramme(tx, committee.id);
	const leadId = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
	const [activityId = ''] = await buildActivities(tx, programme, [{ number: 1, leadId, state: 'held' }]);
	const setId = await buildSet(tx, committee.id);
	const check = await getCheck(
		tx,
		await insertCheck(tx, {
			...{
				committeeId: committee.id,
				activityId,
				setId,
				mode: 'group',
				label: 'IX-A',
				persons,
				title: null,
				actor: 'command',
			},
		}),
	);
	for (const [phase, n] of Object.entries(right) as [Phase, number][]) {
		await openPhase(tx, 'command', check, { phase, minutes: 10 });
		const phaseId = (await listPhases(tx, [check.id])).at(-1)?.id ?? '';
		const byQuestion = Array.from({ length: 4 }, () => [persons - n, n, 0, 0]);
		await countAnswers(tx, check, phaseId, { way: 'hands', counted: { persons, byQuestion } });
		await closePhase(tx, check, phaseId);
	}
	const evidence = await getEvidence(tx, programme.id, new Date('2026-11-02T09:00Z'));
	const paragraph = draft(evidence).find(({ key }) => key === 'knowledge');
	const said = (locale: 'sq' | 'en') =>
		plain(render(locale, paragraph?.[locale] ?? '', { evidence, publishedOn: null }));
	return { evidence, said };
}

test('S21, S22: what was measured is said in rounded answers, each number with what it means', () =>
	rolledBack(async (tx) => {
		const { evidence, said } = await measured(tx, 40, { before: 12, after: 26 });
		expect(said('sq')).toContain('Njohuritë u matën në 1 veprimtari.');
		expect(said('sq')).toContain(
			'Për pyetjet «çfarë është trafikimi» u dhanë në fund rreth 25 përgjigje të sakta nga rreth 40; para orës, rreth 10 nga rreth 40.',
		);
		expect(said('en')).toContain(
			'about 25 of about 40 answers were right at the end; before the hour, about 10 of about 40',
		);
		expect(said('sq')).not.toMatch(/bindje|nuk u mat/);
		const page = publicFigurePage('sq', evidence, 'knowing.1.after');
		expect(page.lines).toEqual([{ kind: 'rounded', value: 25 }]);
		expect(page.whole).toMatchObject({ key: 'asked.1.after', value: 40 });
	}));

test('of fewer than ten nothing is said but that it was measured', () =>
	rolledBack(async (tx) => {
		const { evidence, said } = await measured(tx, 9, { before: 2, after: 8 });
		expect(said('sq')).toBe('Njohuritë u matën në 1 veprimtari, por përgjigjet janë tepër pak për t’u bërë publike.');
		expect(JSON.stringify(evidence.figures)).not.toMatch(/asked|knowing/);
	}));
