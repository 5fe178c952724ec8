import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { calendarInvitation, type Invitation } from './invitation.ts';

const invitation = (changes: Partial<Invitation['activity']> = {}, more: Partial<Invitation> = {}): Invitation => ({
	locale: 'sq',
	activity: {
		id: '0198a6f0-0000-7000-8000-000000000001',
		version: 4,
		changedAt: new Date('2026-09-20T08:00:00Z'),
		title: 'Bisedë; me nxënës, të klasës së 9-të',
		takesPlaceOn: '2026-10-23',
		startsAt: '10:00',
		endsAt: '11:30',
		...changes,
	},
	where: 'Gjimnazi «Gjergj Kastrioti», Durrës',
	description: 'Nën kujdesin e: NJVKSH Durrës\nMbështesin: Bashkia Durrës',
	organizer: { name: 'KRAT Durrës', address: 'kambana@durres.example' },
	attendee: { name: 'Policia e Shtetit: zyra "e parë"', address: 'zyra@policia.example' },
	closed: true,
	...more,
});

function read(text: string) {
	const root = new ICAL.Component(ICAL.parse(text));
	for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
	const [event, ...others] = root.getAllSubcomponents('vevent');
	if (!event || others.length > 0) throw new Error('not exactly one event');
	return { root, event: new ICAL.Event(event), component: event };
}

describe('an invitation', () => {
	const made = calendarInvitation('REQUEST', invitation());
	const { root, event, component } = read(made.text);

	test('is a request of RFC 5546: CRLF, short lines, one event, who invites and who comes', () => {
		expect(made.method).toBe('REQUEST');
		expect(root.getFirstPropertyValue('method')).toBe('REQUEST');
		expect(made.text.split('\r\n').some((line) => /[\r\n]/.test(line) || Buffer.byteLength(line) > 75)).toBe(false);
		expect([event.uid, event.sequence]).toEqual(['0198a6f0-0000-7000-8000-000000000001@kambana', 4]);
		expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED');
		expect(component.getFirstPropertyValue('class')).toBe('PRIVATE');
		expect(String(component.getFirstPropertyValue('dtstamp'))).toBe('2026-09-20T08:00:00Z');
		const organizer = component.getFirstProperty('organizer');
		expect([organizer?.getFirstValue(), organizer?.getParameter('cn')]).toEqual([
			'mailto:kambana@durres.example',
			'KRAT Durrës',
		]);
		const attendee = component.getFirstProperty('attendee');
		expect(attendee?.getFirstValue()).toBe('MAILTO:zyra@policia.example');
		expect(attendee?.getParameter('partstat')).toBe('ACCEPTED');
		expect(attendee?.getParameter('rsvp')).toBe('FALSE');
	});

	test('says what, where and who in words that survive', () => {
		expect(event.summary).toBe('Bisedë; me nxënës, të klasës së 9-të');
		expect(event.location).toBe('Gjimnazi «Gjergj Kastrioti», Durrës');
		expect(event.description).toBe('Nën kujdesin e: NJVKSH Durrës\nMbështesin: Bashkia Durrës');
	});

	test('shows the Albanian clock, whatever the zone of the machine, before and after the clock changes', () => {
		expect(made.text).toContain('DTSTART;TZID=Europe/Tirane:20261023T100000');
		expect(event.startDate.toJSDate().toISOString()).toBe('2026-10-23T08:00:00.000Z');
		expect(event.endDate.toJSDate().toISOString()).toBe('2026-10-23T09:30:00.000Z');
		const winter = read(calendarInvitation('REQUEST', invitation({ takesPlaceOn: '2026-10-25' })).text).event;
		expect(winter.startDate.toJSDate().toISOString()).toBe('2026-10-25T09:00:00.000Z');
		const spring = read(calendarInvitation('REQUEST', invitation({ takesPlaceOn: '2027-03-28' })).text).event;
		expect(spring.startDate.toJSDate().toISOString()).toBe('2027-03-28T08:00:00.000Z');
	});

	test('without an hour takes the whole day', () => {
		const { event: whole } = read(calendarInvitation('REQUEST', invitation({ startsAt: null, endsAt: null })).text);
		expect([whole.startDate.isDate, whole.startDate.toString(), whole.endDate.toString()]).toEqual([
			true,
			'2026-10-23',
			'2026-10-24',
		]);
	});

	test('is taken back under the same name with a later number', () => {
		const cancelled = calendarInvitation('CANCEL', invitation({ version: 5 }));
		const { root: all, event: off, component: part } = read(cancelled.text);
		expect([cancelled.method, all.getFirstPropertyValue('method')]).toEqual(['CANCEL', 'CANCEL']);
		expect(part.getFirstPropertyValue('status')).toBe('CANCELLED');
		expect(off.uid).toBe(event.uid);
		expect(off.sequence).toBeGreaterThan(event.sequence);
	});

	test('no name breaks out of its line', () => {
		const evil = 'Zyra"\r\nATTENDEE:mailto:dikush@example.com\r\nX:';
		const { component: part } = read(
			calendarInvitation(
				'REQUEST',
				invitation(
					{ title: evil },
					{
						where: evil,
						organizer: { name: evil, address: 'a@b.example' },
						attendee: { name: evil, address: 'c@d.example' },
					},
				),
			).text,
		);
		expect(part.getAllProperties('attendee').map((one) => one.getFirstValue())).toEqual(['MAILTO:c@d.example']);
		expect(part.getFirstPropertyValue('x')).toBeNull();
	});
});
