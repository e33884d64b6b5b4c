/** Where the settings of a repository are, from its top. */
export const CONFIG_HOME = '.github/dreamos.yml';
