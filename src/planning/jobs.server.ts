import { listCommittees } from '#committees/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { Task } from '#platform/jobs.server.ts';
import { OffloadError, offload } from '#platform/offload.server.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import { type Instance, isUnderWay, type Progress, type Solved } from './draft.ts';
import { draftTask, getInstance } from './drafts.server.ts';
import { findDraft, saveDraft } from './store.server.ts';
import { unmetOf } from './unmet.ts';

const asJob = { kind: 'installation', actor: 'job' } as const;

/** The task of the drafting assistant, by the name under which it is left. */
export const planningTasks: Record<string, Task> = {
	[draftTask]: ({ id }, { signal }) => makeDraft(String(id), signal),
};

/** How often progress is written down, and a cancelled draft noticed. */
const beat = 400;
/** Where the machine has other work too, the solver takes up to three times its seconds. */
const limits = { timeoutMs: 90_000, memoryMb: 1024 };

const nothingYet: Progress = { step: 'reach', percent: 0, gap: null };

/** Makes a draft beside the server, as long as somebody wants it. */
async function makeDraft(id: string, stopped: AbortSignal): Promise<void> {
	const instance = await begin(id);
	if (!instance) return;
	const cancelled = new AbortController();
	let progress = nothingYet;
	const watch = setInterval(() => {
		inTransaction(asJob, (tx) => saveDraft(tx, id, { state: 'working', ...progress })).then(
			(wanted) => wanted || cancelled.abort(),
			// A database that is away for a moment is no reason to begin again.
			() => {},
		);
	}, beat);
	try {
		const solved = await offload<Solved>('#planning/solving.server.ts', 'solveDraft', instance, limits, {
			onProgress: (told) => {
				progress = told as Progress;
			},
			signal: AbortSignal.any([stopped, cancelled.signal]),
		});
		const { wishes, groups, targets } = unmetOf(instance, solved.lines);
		const result = { ...solved, unmet: wishes, groups, shortfalls: targets };
		await inTransaction(asJob, (tx) => saveDraft(tx, id, { state: 'done', result }));
	} catch (fault) {
		// Another try at the next start; or nobody wants it any more.
		if (stopped.aborted) throw fault;
		if (cancelled.signal.aborted) return;
		const known = fault instanceof OffloadError && (fault.reason === 'timeout' || fault.reason === 'memory');
		const reason = known ? fault.reason : 'fault';
		await inTransaction(asJob, (tx) => saveDraft(tx, id, { state: 'failed', reason }));
		if (!known) throw fault;
	} finally {
		clearInterval(watch);
	}
}

/** What is to be solved, as it is known now; null when nobody wants it any more, or nothing can be drafted. */
function begin(id: string): Promise<Instance | null> {
	return inTransaction(asJob, async (tx) => {
		const draft = await findDraft(tx, id);
		if (!draft || !isUnderWay(draft.state)) return null;
		const committee = (await listCommittees(tx)).find((one) => one.id === draft.committeeId);
		const programme = (await listProgrammes(tx, draft.committeeId)).find((one) => one.id === draft.programmeId);
		if (!committee || !programme) return null;
		const { request } = draft;
		const made = await getInstance(tx, committee, programme, { request, today: dayAt(new Date()) });
		// At once, not with the first beat: whoever looks sees that it is being made.
		if (made.ok) return (await saveDraft(tx, id, { state: 'working', ...nothingYet })) ? made.instance : null;
		await saveDraft(tx, id, { state: 'failed', reason: made.reason });
		return null;
	});
}
