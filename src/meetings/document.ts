import type { Committee } from '#committees/model.ts';
import { committeeName } from '#committees/naming.ts';
import { day } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { type Translate, translator } from '#i18n/t.ts';
import { orderName } from '#people/naming.ts';
import type { Attendance, Decision, Meeting, Office, Standing } from './model.ts';
import { quorumOf } from './model.ts';
import { decisionName, presenterText, votesText } from './naming.ts';

/** Everything that minutes say, as records: frozen with an approval, and read in either language. */
export type MinutesContent = {
	committee: Pick<Committee, 'level' | 'countyName'>;
	order: { number: string; datedOn: string } | null;
	meeting: Pick<
		Meeting,
		'kind' | 'takesPlaceOn' | 'startsAt' | 'endsAt' | 'online' | 'place' | 'ledBy' | 'protocolNumber' | 'remarks'
	>;
	participants: { name: string; standing: Standing; attendance: Attendance | null }[];
	items: {
		title: string;
		presenterName: string | null;
		presenterOffice: Office | null;
		discussion: string | null;
		decisions: Pick<Decision, 'number' | 'year' | 'text' | 'votes'>[];
		/** `owner` is null for the secretariat. */
		tasks: { title: string; owner: string | null; dueOn: string }[];
	}[];
	demonstration: boolean;
};

/** Minutes ready to be set, the same for the text document and the PDF. */
export type Minutes = {
	locale: Locale;
	title: string;
	subtitle: string;
	/** State, institution and committee, each on a line of its own. */
	heads: string[];
	protocol: string;
	dated: string;
	/** What the chair has not approved says so on every page. */
	draftMark: string | null;
	demonstration: string | null;
	/** Of a corrected version: which it is, and why. */
	correction: string | null;
	/** The day the file bears. */
	date: string;
	author: string;
	opening: string[];
	attendance: { heading: string; groups: { label: string; names: string }[]; quorum: string };
	agenda: { heading: string; items: string[] };
	course: {
		heading: string;
		items: { heading: string; lines: string[]; decided: string; decisions: { text: string; votes: string | null }[] }[];
	};
	tasks: { heading: string; head: string[]; rows: string[][] } | null;
	remarks: { heading: string; lines: string[] } | null;
	closing: string | null;
	signatures: { role: string; who: string }[];
	note: string;
};

type Edition = { version: number; approvedOn: string | null; reason: string | null };

const linesOf = (text: string | null): string[] => (text ?? '').split(/\n+/).filter((line) => line.trim() !== '');

/** Sets minutes as an official of a prefecture writes them. */
export function compose(locale: Locale, content: MinutesContent, { version, approvedOn, reason }: Edition): Minutes {
	const t = translator(locale);
	const { committee, order, meeting } = content;
	const county = committee.countyName ?? '';
	const committeeFull = committeeName(t, { ...committee, id: '', code: '', slug: '' } as Committee, 'full');
	const held = day(locale, meeting.takesPlaceOn);
	const chair = t('meeting.minutes.chair', { county });
	return {
		locale,
		title: t('meeting.minutes.title'),
		subtitle: t(`meeting.minutes.subtitle.${meeting.kind}`, { committee: committeeFull, day: held }),
		heads: [
			t('meeting.minutes.state'),
			t('meeting.minutes.institution', { county: county.toLocaleUpperCase('sq') }),
			t('meeting.minutes.committee'),
		],
		protocol: t('meeting.minutes.protocol', { number: meeting.protocolNumber ?? '________' }),
		dated: t('meeting.minutes.dated', { county, day: held }),
		draftMark: approvedOn === null ? t('announcement.draft_mark') : null,
		demonstration: content.demonstration ? t('meeting.minutes.demonstration') : null,
		correction:
			version > 1 ? t('meeting.minutes.correction', { version: String(version), reason: reason ?? '' }) : null,
		date: approvedOn ?? meeting.takesPlaceOn,
		author: t('draft.office.county', { county }),
		opening: opening(t, locale, content, { held, chair, committeeFull, order }),
		attendance: attendance(t, content),
		agenda: { heading: t('meeting.minutes.agenda'), items: content.items.map(({ title }) => title) },
		course: {
			heading: t('meeting.minutes.course'),
			items: content.items.map((item, at) => course(t, locale, item, at)),
		},
		tasks: tasks(t, locale, content),
		remarks: meeting.remarks ? { heading: t('meeting.field.remarks'), lines: linesOf(meeting.remarks) } : null,
		closing: meeting.endsAt ? t('meeting.minutes.ended', { hour: meeting.endsAt }) : null,
		signatures: [
			{ role: t('meeting.minutes.taken_by'), who: t('meeting.minutes.secretary') },
			{
				role: t('meeting.minutes.led_by'),
				who: meeting.ledBy === 'chair' ? chair : t('meeting.minutes.substitute', { county }),
			},
		],
		note: t('meeting.minutes.note'),
	};
}

function opening(
	t: Translate,
	locale: Locale,
	{ meeting }: MinutesContent,
	{
		held,
		chair,
		committeeFull,
		order,
	}: { held: string; chair: string; committeeFull: string; order: MinutesContent['order'] },
): string[] {
	const where = meeting.online
		? t(meeting.place ? 'meeting.minutes.online_at' : 'meeting.minutes.online', { place: meeting.place ?? '' })
		: t('meeting.minutes.at', { place: meeting.place ?? '' });
	const words = { day: held, hour: meeting.startsAt, where, committee: committeeFull };
	return [
		t(`meeting.minutes.opening.${meeting.kind}`, words),
		...(order ? [t('meeting.minutes.order', { order: orderName(locale, order) })] : []),
		t('meeting.minutes.led', {
			who: meeting.ledBy === 'chair' ? chair : t('meeting.minutes.substitute', { county: '' }).trim(),
		}),
	];
}

function attendance(t: Translate, { participants }: MinutesContent): Minutes['attendance'] {
	const named = (standing: Standing, was: Attendance) =>
		participants.filter((one) => one.standing === standing && one.attendance === was).map(({ name }) => name);
	const groups = (
		[
			['meeting.minutes.present', named('member', 'present')],
			['meeting.minutes.excused', named('member', 'excused')],
			['meeting.minutes.absent', named('member', 'absent')],
			['meeting.minutes.invited', named('invited', 'present')],
			['meeting.minutes.invited_away', [...named('invited', 'excused'), ...named('invited', 'absent')]],
		] as const
	).map(([key, names]) => ({ label: t(key), names: names.join('; ') }));
	const { present, members, reached } = quorumOf(participants);
	return {
		heading: t('meeting.minutes.attendance'),
		groups: groups.filter(({ names }) => names !== ''),
		quorum: t(reached ? 'meeting.quorum.reached' : 'meeting.quorum.missed', { present, n: members }),
	};
}

function course(
	t: Translate,
	locale: Locale,
	item: MinutesContent['items'][number],
	at: number,
): Minutes['course']['items'][number] {
	const presenter = presenterText(t, item);
	return {
		heading: t('meeting.minutes.item', { number: String(at + 1), title: item.title }),
		lines: [...(presenter ? [t('meeting.minutes.presented', { who: presenter })] : []), ...linesOf(item.discussion)],
		decided: t('meeting.minutes.decided'),
		decisions: item.decisions.map((decision) => ({
			text: t('meeting.minutes.decision', { name: decisionName(t, decision), text: decision.text }),
			votes: votesText(locale, decision.votes),
		})),
	};
}

function tasks(t: Translate, locale: Locale, { items }: MinutesContent): Minutes['tasks'] {
	const rows = items.flatMap((item) => item.tasks);
	if (rows.length === 0) return null;
	return {
		heading: t('meeting.minutes.tasks'),
		head: [t('task.field.partner'), t('meeting.minutes.task'), t('task.field.due_on')],
		rows: rows.map(({ owner, title, dueOn }) => [owner ?? t('task.secretariat'), title, day(locale, dueOn)]),
	};
}
