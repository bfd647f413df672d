/** Files over the size cap, each with the reason. The list may only shrink. */
export const sizeExceptions: Readonly<Record<string, string>> = {};
