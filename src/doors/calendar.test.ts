import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { addDays, instantOf } from '#platform/dates.ts';
import { calendar } from './calendar.ts';
import type { PublicActivity } from './model.ts';

const activity = (changes: Partial<PublicActivity> = {}): PublicActivity => ({
	id: '0198a6f0-0000-7000-8000-000000000001',
	programmeSlug: '2026-10',
	number: 23,
	title: 'Stendë informuese në shesh',
	setting: 'public',
	state: 'confirmed',
	reason: null,
	takesPlaceOn: '2026-10-04',
	startsAt: '10:00',
	endsAt: '13:00',
	placeName: 'Sheshi "Liria"',
	municipalityName: 'Durrës',
	leadName: 'NJVKSH Durrës',
	supporterNames: ['Bashkia Durrës', 'World Vision'],
	audiences: ['general_public'],
	methods: ['leaflet'],
	version: 3,
	changedAt: new Date('2026-09-20T08:00:00Z'),
	...changes,
});
const feed = (activities: PublicActivity[], locale: 'sq' | 'en' = 'sq') =>
	calendar({
		name: 'KRAT Durrës: veprimtari të hapura',
		locale,
		home: 'https://kambana.example/sq/durres',
		activities,
	});
const read = (text: string) => {
	const root = new ICAL.Component(ICAL.parse(text));
	return { root, events: root.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event)) };
};
const only = (text: string): ICAL.Event => {
	const [event, ...others] = read(text).events;
	if (!event || others.length > 0) throw new Error('not exactly one event');
	return event;
};

describe('the feed', () => {
	test('is RFC 5545: CRLF, lines of at most 75 bytes, properties before components, one UID each', () => {
		const text = feed([activity({ title: 'ë'.repeat(200) }), activity({ id: '0198a6f0-0000-7000-8000-000000000002' })]);
		expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
		const lines = text.split('\r\n');
		expect(lines.some((line) => /[\r\n]/.test(line))).toBe(false);
		expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
		expect(text.slice(text.indexOf('END:VEVENT')).replace(/BEGIN:VEVENT[\s\S]*?END:VEVENT/g, '')).toBe(
			'END:VEVENT\r\n\r\nEND:VCALENDAR\r\n',
		);
		expect(new Set(read(text).events.map((event) => event.uid)).size).toBe(2);
	});

	test('says its name, language and how often to ask again', () => {
		const { root } = read(feed([], 'en'));
		expect(root.getFirstPropertyValue('name')).toBe('KRAT Durrës: veprimtari të hapura');
		expect(root.getFirstPropertyValue('prodid')).toBe('-//Kambana//Kambana//EN');
		expect(String(root.getFirstPropertyValue('refresh-interval'))).toBe('PT6H');
		expect(root.getFirstPropertyValue('method')).toBe('PUBLISH');
	});

	test('gives instants, across the change of the clock', () => {
		const summer = only(feed([activity({ takesPlaceOn: '2026-10-24' })]));
		const winter = only(feed([activity({ takesPlaceOn: '2026-10-25' })]));
		expect(summer.startDate.toJSDate().toISOString()).toBe('2026-10-24T08:00:00.000Z');
		expect(winter.startDate.toJSDate().toISOString()).toBe('2026-10-25T09:00:00.000Z');
		expect(summer.endDate.toJSDate().toISOString()).toBe('2026-10-24T11:00:00.000Z');
	});

	test('a day without an hour is an all-day event, whatever the zone of the machine', () => {
		const event = only(feed([activity({ startsAt: null, endsAt: null })]));
		expect([event.startDate.isDate, event.startDate.toString(), event.endDate.toString()]).toEqual([
			true,
			'2026-10-04',
			'2026-10-05',
		]);
	});

	test('keeps its identity over changes: same UID, higher SEQUENCE', () => {
		const before = only(feed([activity()]));
		const after = only(
			feed([activity({ takesPlaceOn: '2026-10-05', version: 4, changedAt: new Date('2026-09-21T08:00:00Z') })]),
		);
		expect([after.uid, before.sequence, after.sequence]).toEqual([before.uid, 3, 4]);
		expect(String(after.component.getFirstPropertyValue('last-modified'))).toBe('2026-09-21T08:00:00Z');
		expect(String(after.component.getFirstPropertyValue('dtstamp'))).toBe('2026-09-21T08:00:00Z');
	});

	test.each(['cancelled', 'postponed'] as const)(
		'keeps what is %s, as CANCELLED and with the reason in words',
		(state) => {
			const event = only(feed([activity({ state })]));
			expect(event.component.getFirstPropertyValue('status')).toBe('CANCELLED');
			expect(event.description).toContain(state === 'cancelled' ? 'u anulua' : 'u shty');
		},
	);

	test('leaves out what has no day', () => expect(read(feed([activity({ takesPlaceOn: null })])).events).toEqual([]));

	test('leads to the page of the activity', () =>
		expect(only(feed([activity()])).component.getFirstPropertyValue('url')).toBe(
			'https://kambana.example/sq/durres/2026-10/23',
		));
});

test('whatever a committee writes comes back as it was written, and adds no property', () => {
	const words = fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
		.map((text) => text.replace(/\p{Cc}/gu, ' ').trim() || 'x');
	const nasty = fc.constantFrom('a, b; c\\n', 'BEGIN:VEVENT', 'END:VCALENDAR', '\\', ';;;', 'x"y', '\\,', 'ë\u0308');
	const hour = fc.integer({ min: 0, max: 22 }).map((value) => `${String(value).padStart(2, '0')}:00`);
	fc.assert(
		fc.property(
			fc.oneof(words, nasty),
			fc.oneof(words, nasty),
			fc.integer({ min: 0, max: 364 }),
			fc.option(hour),
			(title, leadName, days, startsAt) => {
				const day = addDays('2026-01-01', days);
				const event = only(
					feed([
						activity({
							title,
							leadName,
							placeName: title,
							municipalityName: null,
							takesPlaceOn: day,
							startsAt,
							endsAt: null,
						}),
					]),
				);
				expect(event.summary).toBe(title);
				expect(event.location).toBe(title);
				expect(event.description).toContain(leadName);
				if (startsAt) expect(event.startDate.toJSDate()).toEqual(instantOf(day, startsAt));
				else expect(event.startDate.toString()).toBe(day);
			},
		),
	);
});
