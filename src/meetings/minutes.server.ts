import type { Committee } from '#committees/model.ts';
import type { Locale } from '#i18n/locales.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Scope, Transaction } from '#platform/db.server.ts';
import { offload } from '#platform/offload.server.ts';
import { Problem } from '#platform/problem.ts';
import { listTasks } from '#tasks/store.server.ts';
import { begin, type Outcome, orderOn } from './actions.server.ts';
import { insertMinutes, listDecisions, listItems, listMinutes, listTaskLinks, saveNumbers } from './agenda.server.ts';
import { compose, type MinutesContent } from './document.ts';
import { docxOf } from './docx.server.ts';
import type { Meeting } from './model.ts';
import {
	getMeeting,
	insertEvent,
	isDemonstrationMeeting,
	listEvents,
	listParticipants,
	saveMeeting,
} from './store.server.ts';

/** Everything the minutes of a meeting say now. */
async function getContent(tx: Transaction, committee: Committee, meeting: Meeting): Promise<MinutesContent> {
	const decisions = await listDecisions(tx, meeting.id);
	const links = await listTaskLinks(tx, meeting.id);
	const tasks = (await listTasks(tx, { committeeId: committee.id, meetingId: meeting.id })).filter(
		({ state }) => state !== 'cancelled',
	);
	const { kind, takesPlaceOn, startsAt, endsAt, online, place, ledBy, protocolNumber, remarks } = meeting;
	const order = await orderOn(tx, committee, takesPlaceOn);
	return {
		committee: { level: committee.level, countyName: committee.countyName } as MinutesContent['committee'],
		order: order && { number: order.number, datedOn: order.datedOn },
		meeting: { kind, takesPlaceOn, startsAt, endsAt, online, place, ledBy, protocolNumber, remarks },
		participants: (await listParticipants(tx, meeting.id)).map(({ name, standing, attendance }) => ({
			...{ name, standing, attendance },
		})),
		items: (await listItems(tx, meeting.id)).map(({ id, title, presenterName, presenterOffice, discussion }) => ({
			...{ title, presenterName, presenterOffice, discussion },
			decisions: decisions
				.filter(({ itemId }) => itemId === id)
				.map(({ number, year, text, votes }) => ({ number, year, text, votes })),
			tasks: tasks
				.filter((task) => links.some(({ taskId, itemId }) => taskId === task.id && itemId === id))
				.map(({ title, partnerName, dueOn }) => ({ title, owner: partnerName, dueOn })),
		})),
		demonstration: await isDemonstrationMeeting(tx, meeting.id),
	};
}

/** The chair approves the minutes as they stand: decisions get their numbers, and everything is kept as it was read. */
export async function approveMinutes(
	tx: Transaction,
	actor: Actor,
	committee: Committee,
	step: { id: string; version: number },
): Promise<Outcome> {
	const { meeting, reason } = await begin(tx, actor, committee, { ...step, verb: 'approve' });
	if (reason) return { ok: false, reason };
	const items = await listItems(tx, meeting.id);
	const unnumbered = (await listDecisions(tx, meeting.id)).filter(({ number }) => number === null);
	const ordered = items.flatMap((item) => unnumbered.filter(({ itemId }) => itemId === item.id));
	await saveNumbers(
		tx,
		meeting,
		Number(meeting.takesPlaceOn.slice(0, 4)),
		ordered.map(({ id }) => id),
	);
	const version = ((await listMinutes(tx, meeting.id))[0]?.version ?? 0) + 1;
	const content = await getContent(tx, committee, meeting);
	await insertMinutes(tx, meeting, {
		version,
		content,
		actor,
		reason: version > 1 ? await whyReopened(tx, meeting) : null,
	});
	const after = await saveMeeting(tx, meeting.id, meeting.version, { state: 'approved' });
	await insertEvent(tx, meeting, { kind: 'approved', version: after, actor });
	return { ok: true };
}

const whyReopened = async (tx: Transaction, { id }: Meeting): Promise<string | null> =>
	(await listEvents(tx, id)).find(({ kind }) => kind === 'reopened')?.reason ?? null;

const formats = {
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	pdf: 'application/pdf',
} as const;

/** The minutes as a file: the version asked for, else the approved one, else a draft that says so on every page. */
export async function getMinutes(
	tx: Transaction,
	committee: Committee,
	id: string,
	{ asked, scope }: { asked: number | null; scope: Scope },
): Promise<{ content: MinutesContent; edition: Parameters<typeof compose>[2] }> {
	const meeting = await getMeeting(tx, committee.id, id);
	const approved = await listMinutes(tx, id);
	// Whoever was called reads what the chair has approved; a draft is the committee's own.
	const drafts = scope.kind === 'committee' || scope.kind === 'oversight' || scope.kind === 'installation';
	const wanted = approved.find(({ version }) => version === (asked ?? approved[0]?.version));
	if (wanted && (asked !== null || !drafts || meeting.state === 'approved')) {
		const { version, reason, approvedAt, content } = wanted;
		return { content, edition: { version, reason, approvedOn: dayAt(approvedAt) } };
	}
	if (asked !== null || !drafts || (meeting.state !== 'held' && meeting.state !== 'written'))
		throw new Problem('not_found', `meeting ${id} has no such minutes`);
	const edition = { version: approved.length + 1, approvedOn: null, reason: await whyReopened(tx, meeting) };
	return { content: await getContent(tx, committee, meeting), edition };
}

type Edition = Awaited<ReturnType<typeof getMinutes>>;

/** One file of minutes in one language. */
export async function fileOf(
	format: keyof typeof formats,
	locale: Locale,
	{ content, edition }: Edition,
): Promise<Uint8Array> {
	const minutes = compose(locale, content, edition);
	if (format === 'docx') return docxOf(minutes);
	// Typst works synchronously: beside the server, as for announcements.
	return offload<Uint8Array>('#meetings/pdf.server.ts', 'pdfOf', minutes, { timeoutMs: 30_000, memoryMb: 256 });
}

/** The file as an answer to a request; a format there is not is a page there is not. */
export async function answerFile(format: string, locale: Locale, slug: string, edition: Edition): Promise<Response> {
	if (format !== 'docx' && format !== 'pdf') throw new Problem('not_found', `no format ${format}`);
	const body = await fileOf(format, locale, edition);
	const name = `procesverbal-${slug}-${edition.content.meeting.takesPlaceOn}.${locale}.${format}`;
	return new Response(body as Uint8Array<ArrayBuffer>, {
		headers: { 'content-type': formats[format], 'content-disposition': `attachment; filename="${name}"` },
	});
}
