import type { MaterialAudience, MaterialKind, Obstacle } from '#materials/model.ts';
import type { Audience } from '#programmes/model.ts';

/** A version of a material that an activity plans to hand out, show or hang up. */
export type PlannedMaterial = {
	versionId: string;
	titleSq: string;
	titleEn: string;
	kind: MaterialKind;
	language: string;
	number: number;
	/** Why it cannot be used on the day of the activity; null when it can. */
	obstacle: Obstacle | null;
};

/** For which audiences of activities a material was written. What is for everybody is for each of them. */
const audiencesOf: Record<MaterialAudience, readonly Audience[]> = {
	age_12_14: ['pupils'],
	age_15_18: ['pupils'],
	students: ['students'],
	teachers: ['teachers', 'psychologists'],
	parents: ['parents'],
	communities: ['roma_community', 'egyptian_community'],
	job_seekers: ['job_seekers', 'employees'],
	employers: ['employers', 'employees'],
	health_staff: ['health_staff'],
	general_public: ['general_public'],
};

/** Whether a material fits the people an activity is for; the others can be chosen too, further below. */
export const fits = (material: MaterialAudience, audiences: readonly Audience[]): boolean =>
	material === 'general_public' || audiencesOf[material].some((audience) => audiences.includes(audience));

/** The first planned material that cannot be used, for the gate before "ready". */
export const hindering = (planned: readonly PlannedMaterial[]): PlannedMaterial | undefined =>
	planned.find(({ obstacle }) => obstacle !== null);
