import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { isDay } from '#platform/dates.ts';
import { calendarKinds } from './model.ts';

/** The files of a country pack, as text. */
export type PackFiles = {
	pack: string;
	counties: string;
	municipalities: string;
	units: string;
	calendar: string;
	outlines: string;
};

const filled = v.pipe(v.string(), v.trim(), v.minLength(1));
const optionalDay = v.pipe(
	v.string(),
	v.transform((text) => text.trim() || null),
	v.nullable(v.pipe(v.string(), v.check(isDay, 'a day as YYYY-MM-DD'))),
);
const yesNo = v.pipe(
	v.picklist(['yes', 'no']),
	v.transform((text) => text === 'yes'),
);
const degree = v.pipe(v.string(), v.transform(Number), v.number(), v.minValue(-180), v.maxValue(180));
const origin = { valid_from: optionalDay, source: filled, confirmed: yesNo };

const pack = v.object({
	country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
	nationalCommittee: v.object({ code: filled, slug: filled }),
});
const counties = v.array(v.object({ code: filled, name: filled, slug: filled, nuts3: v.string(), ...origin }));
const municipalities = v.array(
	v.object({ code: filled, county: filled, name: filled, seat_latitude: degree, seat_longitude: degree, ...origin }),
);
const units = v.array(
	v.object({ code: filled, municipality: filled, name: filled, latitude: degree, longitude: degree, ...origin }),
);
const day = v.pipe(v.string(), v.trim(), v.check(isDay, 'a day as YYYY-MM-DD'));
/** Two of a kind that begin on the same day would be one record: they share a line. */
const calendar = v.pipe(
	v.array(
		v.pipe(
			v.object({
				...{ from: day, to: day, kind: v.picklist(calendarKinds), name_sq: filled, name_en: filled },
				...{ source: filled, confirmed: yesNo },
			}),
			v.check(({ from, to }) => from <= to, 'a period that ends before it begins'),
		),
	),
	v.check(
		(rows) => new Set(rows.map(({ kind, from }) => `${kind} ${from}`)).size === rows.length,
		'two lines of one kind that begin on the same day',
	),
);

const outlines = v.record(filled, v.array(v.array(v.tuple([v.number(), v.number()]))));

export type Pack = {
	country: string;
	nationalCommittee: { code: string; slug: string };
	counties: v.InferOutput<typeof counties>;
	municipalities: v.InferOutput<typeof municipalities>;
	units: v.InferOutput<typeof units>;
	calendar: v.InferOutput<typeof calendar>;
	/** Of counties, by code: rings of longitude and latitude. */
	outlines: v.InferOutput<typeof outlines>;
};

const rows = (text: string): unknown => parse(text, { columns: true, bom: true, skip_empty_lines: true });

/** Reads a country pack; throws an Error naming file, row and field when a file is not as it must be. */
export function parsePack(files: PackFiles): Pack {
	return {
		...read('pack.json', pack, JSON.parse(files.pack)),
		counties: read('counties.csv', counties, rows(files.counties)),
		municipalities: read('municipalities.csv', municipalities, rows(files.municipalities)),
		units: read('units.csv', units, rows(files.units)),
		calendar: read('calendar.csv', calendar, rows(files.calendar)),
		outlines: read('outlines.json', outlines, JSON.parse(files.outlines)),
	};
}

function read<S extends v.GenericSchema>(file: string, schema: S, content: unknown): v.InferOutput<S> {
	const result = v.safeParse(schema, content);
	if (result.success) return result.output;
	const issue = result.issues[0];
	throw new Error(`country pack, ${file}, ${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
}
