import ical from 'ical-generator';
import { calendar } from '#doors/calendar.ts';
import type { OwnActivity } from '#doors/model.ts';
import { addDays, instantOf } from '#platform/dates.ts';
import { type Line, median, milliseconds, ms, paired, spread } from './measure.ts';

const activities: OwnActivity[] = Array.from({ length: 300 }, (_, n) => ({
	id: `0198a6f0-0000-7000-8000-${String(n).padStart(12, '0')}`,
	...{ programmeSlug: '2026-10', number: n + 1, title: `Veprimtari informuese me nxënës dhe mësues, ${n + 1}` },
	...{ setting: 'school', state: n % 9 === 0 ? 'cancelled' : 'confirmed', takesPlaceOn: addDays('2026-10-01', n % 31) },
	...{ startsAt: '10:00', endsAt: '11:30', placeName: `Shkolla ${n}`, municipalityName: 'Durrës' },
	...{
		leadName: 'ZVAP Durrës',
		supporterNames: ['Bashkia Durrës', 'Policia'],
		audiences: ['pupils'],
		methods: ['video'],
	},
	...{ version: 3, changedAt: new Date('2026-09-20T08:00:00Z'), visibility: 'closed', reason: null },
}));

/** A calendar of 300 activities; baseline: the same library with the day and the title of each, and nothing else. */
export async function benchFeeds(): Promise<Line[]> {
	const whole = async () => {
		calendar({ name: 'prova', locale: 'sq', home: 'https://kambana.example/sq/desk/durres', activities, own: true });
	};
	const bare = async () => {
		const feed = ical({ name: 'prova' });
		for (const { id, title, takesPlaceOn: day } of activities)
			feed.createEvent({ id, summary: title, start: instantOf(day ?? '', '10:00') });
		feed.toString();
	};
	for (let warm = 0; warm < 20; warm++) await whole().then(bare);
	const { ours, baseline } = await paired(
		30,
		() => milliseconds(whole),
		() => milliseconds(bare),
	);
	return [
		{
			what: 'a calendar of 300 activities; baseline: day and title alone',
			...{ ours: ms(median(ours)), baseline: ms(median(baseline)), n: ours.length, spread: spread(ours) },
			ratio: `${(median(ours) / median(baseline)).toFixed(1)} ×`,
			...{ must: '≤ 20 ms', met: median(ours) <= 20 },
		},
	];
}
