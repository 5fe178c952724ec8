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
