/** Functions and methods that read a file or folder named by an argument, by their last name. Sources: the documentation of the standard library and of each package. */
export const READS: ReadonlySet<string> = new Set(
  // os, io/ioutil, path/filepath, io/fs
  (
    'Open ReadFile ReadDir DirFS Walk WalkDir Glob ' +
    // text/template, html/template, net/http, crypto/tls
    'ParseFiles ParseGlob ServeFile Dir LoadX509KeyPair ListenAndServeTLS ' +
    // gin, echo, fiber, chi, beego, viper, godotenv, toml, ini, migrate, packr
    'LoadHTMLGlob LoadHTMLFiles Static StaticFile StaticFS SetConfigFile AddConfigPath DecodeFile Load LoadFile SetStaticPath NewFileSystem SendFile ' +
    'MustLoad LoadMessageFile MustLoadMessageFile NewEnforcer'
  ).split(' '),
);

/** Of those, names that only count with their package: others have methods of the same name. */
export const QUALIFIED: ReadonlyMap<string, RegExp> = new Map([
  ['Glob', /^filepath\./],
  ['Walk', /^filepath\./],
  ['Dir', /^http\./],
  ['Load', /^(?:ini|godotenv|config|configor)\./],
  ['Static', /\w\.Static$/],
  ['Open', /^(?:os|plugin|excelize)\./],
]);

/** Functions that write a file or folder named by their first argument. */
export const WRITES = /^(?:os\.(?:Create|Mkdir|MkdirAll|WriteFile|OpenFile)|ioutil\.WriteFile)$/;

/** Where a program finds out its own place: what it reads beside that is named nowhere. */
export const OWN_PLACE = /^(?:runtime\.Caller|os\.Executable|osext\.\w+)$/;

/** Functions that start a program named by an argument, with the argument's number. */
export const STARTS: ReadonlyMap<string, number> = new Map([
  ['exec.Command', 0],
  ['exec.CommandContext', 1],
]);
