import { getContext, setContext } from 'svelte';

/**
 * Whether whoever reads the page may do something: `may('?/confirm')` on the page itself, `may('GET', '/places/new')` elsewhere
 * below the committee. What nobody may do is not offered; the hooks refuse it all the same.
 */
export type May = (verb: string, route?: string) => boolean;

const key = Symbol('may');
export const setMay = (may: May): May => setContext(key, may);
/** Where no desk surrounds a component, nothing may be done. */
export const getMay = (): May => getContext<May | undefined>(key) ?? (() => false);
