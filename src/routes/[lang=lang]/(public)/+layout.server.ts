import { exitAddress } from '#platform/leaving.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = () => ({ exit: exitAddress() });
