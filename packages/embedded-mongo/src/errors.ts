/** The names MongoDB gives its error codes. A code without a name of its own is reported as `Location<code>`, as the server does. */
const codeNames: Readonly<Record<number, string>> = {
  1: 'InternalError',
  2: 'BadValue',
  4: 'NoSuchKey',
  6: 'HostUnreachable',
  7: 'HostNotFound',
  9: 'FailedToParse',
  11: 'UserNotFound',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  16: 'InvalidLength',
  18: 'AuthenticationFailed',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  24: 'LockTimeout',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  47: 'NoMatchingDocument',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  51: 'ManualInterventionRequired',
  52: 'DollarPrefixedFieldName',
  54: 'NotSingleValueField',
  55: 'InvalidDBRef',
  57: 'DottedFieldName',
  59: 'CommandNotFound',
  61: 'ShardKeyNotFound',
  64: 'WriteConcernFailed',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  68: 'IndexAlreadyExists',
  70: 'ShardNotFound',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  76: 'NoReplicationEnabled',
  79: 'UnknownReplWriteConcern',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  89: 'NetworkTimeout',
  91: 'ShutdownInProgress',
  96: 'OperationFailed',
  100: 'UnsatisfiableWriteConcern',
  112: 'WriteConflict',
  115: 'CommandNotSupported',
  117: 'ConflictingOperationInProgress',
  121: 'DocumentValidationFailure',
  125: 'CommandFailed',
  134: 'ReadConcernMajorityNotAvailableYet',
  136: 'CappedPositionLost',
  146: 'ExceededMemoryLimit',
  159: 'DurationOverflow',
  165: 'ViewDepthLimitExceeded',
  166: 'CommandNotSupportedOnView',
  167: 'OptionNotSupportedOnView',
  168: 'InvalidPipelineOperator',
  169: 'CommandOnShardedViewNotSupportedOnMongod',
  171: 'CannotIndexParallelArrays',
  175: 'QueryPlanKilled',
  188: 'FailPointSetFailed',
  189: 'PrimarySteppedDown',
  197: 'InvalidIndexSpecificationOption',
  206: 'NoSuchSession',
  217: 'IncompleteTransactionHistory',
  225: 'TransactionTooOld',
  226: 'AtomicityFailure',
  227: 'CannotImplicitlyCreateCollection',
  237: 'CursorKilled',
  239: 'SnapshotTooOld',
  241: 'ConversionFailure',
  244: 'TransactionAborted',
  246: 'SnapshotUnavailable',
  251: 'NoSuchTransaction',
  256: 'TransactionCommitted',
  257: 'TransactionTooLarge',
  260: 'InvalidResumeToken',
  262: 'ExceededTimeLimit',
  263: 'OperationNotSupportedInTransaction',
  267: 'PreparedTransactionInProgress',
  279: 'ClientDisconnect',
  280: 'ChangeStreamFatalError',
  286: 'ChangeStreamHistoryLost',
  290: 'TransactionExceededLifetimeLimitSeconds',
  291: 'NoQueryExecutionPlans',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  303: 'APIVersionError',
  304: 'APIStrictError',
  359: 'CannotConvertIndexToUnique',
  9001: 'SocketException',
  10003: 'CannotGrowDocumentInCappedNamespace',
  10107: 'NotWritablePrimary',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  11600: 'InterruptedAtShutdown',
  11601: 'Interrupted',
  11602: 'InterruptedDueToReplStateChange',
  13435: 'NotPrimaryNoSecondaryOk',
  13436: 'NotPrimaryOrSecondary',
  31082: 'SearchNotEnabled',
};

/** The name MongoDB reports for `code`: `codeNameOf(11000) === 'DuplicateKey'`, `codeNameOf(31253) === 'Location31253'`. */
export function codeNameOf(code: number): string {
  return codeNames[code] ?? `Location${code}`;
}

/**
 * A refusal with MongoDB's own code, as a driver expects it.
 *
 * `extra` holds further fields for the reply (`keyPattern`, `keyValue`, `errInfo`, `errorLabels` …).
 * @example throw new MongoError(28, "Cannot create field 'a' in element {b: 1}")
 */
export class MongoError extends Error {
  override readonly name = 'MongoError';
  readonly code: number;
  readonly codeName: string;
  readonly extra: Record<string, unknown>;

  constructor(code: number, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.codeName = codeNameOf(code);
    this.extra = extra;
  }
}
