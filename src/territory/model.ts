/** A county of the country pack; `code` is its ISO 3166-2 code. */
export type County = { code: string; name: string; slug: string };
/** A municipality; `code` is its code as a local administrative unit (LAU). */
export type Municipality = { code: string; name: string; countyCode: string; searchName: string };
/** An administrative unit of a municipality; `confirmed` is false until a person has checked name and limits. */
export type Unit = { code: string; name: string; municipalityCode: string; searchName: string; confirmed: boolean };

/** A time on which offices or schools are closed, the last day included; `confirmed` is false until a person has checked it. */
export const calendarKinds = ['public_holiday', 'school_holiday'] as const;
export type CalendarKind = (typeof calendarKinds)[number];
export type CalendarPeriod = {
	from: string;
	to: string;
	kind: CalendarKind;
	nameSq: string;
	nameEn: string;
	confirmed: boolean;
};

/** The part of the country that one committee answers for, in the order of its language. */
export type Territory = { county: County; municipalities: Municipality[]; units: Unit[] };

/** A closed line around an area: longitude and latitude in degrees, about a hundred metres exact. */
export type Ring = [lon: number, lat: number][];

/** Where something lies, in degrees; of municipalities the seat, approximately. */
export type Position = { lat: number; lon: number };

const earthKm = 6371;
/** Roads are longer than the straight line, and slow: an estimate, and shown as one. */
const detour = 1.4;
const kmPerHour = 40;

/** About how many minutes by car from one to the other, one way, to the nearest five. */
export function travelMinutes(a: Position, b: Position): number {
	const radians = (degrees: number) => (degrees * Math.PI) / 180;
	const squared = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
	const chord = squared(b.lat - a.lat) + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * squared(b.lon - a.lon);
	const km = 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(chord)));
	return Math.round((km * detour * 60) / kmPerHour / 5) * 5;
}
