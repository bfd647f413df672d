/** The verbs of a resource that can do everything, as discovery lists them. */
export const allVerbs: readonly string[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
