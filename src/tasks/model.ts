/** The life of a task. Late is no state: it is open after its day. */
export const taskStates = ['open', 'done', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

/** Where a task comes from: a programme, an activity of one, or a meeting (which may speak of a programme too). */
export type Origin = { programmeId: string | null; activityId: string | null; meetingId: string | null };

export type Task = Origin & {
	id: string;
	/** Null for the secretariat. */
	partnerId: string | null;
	title: string;
	dueOn: string;
	state: TaskState;
	changedAt: Date;
};

/** A task with the names a list shows. */
export type ListedTask = Task & {
	partnerName: string | null;
	/** The month of its programme. */
	month: string | null;
	activityNumber: number | null;
	activityTitle: string | null;
};

export type TaskDraft = Origin & Pick<Task, 'partnerId' | 'title' | 'dueOn'>;

/** `undo` opens a task again, whatever became of it. */
export const taskVerbs = ['done', 'undo', 'cancel'] as const;
export type TaskVerb = (typeof taskVerbs)[number];

const paths: Record<TaskVerb, Partial<Record<TaskState, TaskState>>> = {
	done: { open: 'done' },
	undo: { done: 'open', cancelled: 'open' },
	cancel: { open: 'cancelled' },
};

/** Where a verb leads; undefined when it does not start from this state. */
export const stateAfter = (verb: TaskVerb, from: TaskState): TaskState | undefined => paths[verb][from];

export const isLate = ({ state, dueOn }: Pick<Task, 'state' | 'dueOn'>, today: string): boolean =>
	state === 'open' && dueOn < today;

/** What a list of tasks can be narrowed to. */
export const taskViews = ['open', 'late', 'done', 'cancelled'] as const;
export type TaskView = (typeof taskViews)[number];

export const isIn = (task: Pick<Task, 'state' | 'dueOn'>, view: TaskView, today: string): boolean =>
	view === 'late' ? isLate(task, today) : task.state === view;
