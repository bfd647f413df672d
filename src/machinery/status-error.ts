/** The `Status` object with which an API server answers a request it does not carry out. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Failure' | 'Success';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** What an API server answers instead of doing it. Clients, controllers and checkers catch this and nothing else. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? '');
    this.status = status;
  }

  get code(): number {
    return this.status.code;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }
}

/** One thing that validation found wrong. Collected, never thrown one by one. Built by the functions of `field-error.ts`. */
export interface FieldError {
  /** `spec.template.spec.containers[0].name` */
  readonly field: string;
  /** The reason a StatusCause carries: FieldValueRequired, FieldValueInvalid, FieldValueNotSupported, FieldValueForbidden, FieldValueDuplicate, FieldValueTooLong, FieldValueTooMany, FieldValueNotFound, FieldValueTypeInvalid, InternalError. */
  readonly reason: string;
  /** Without the field: `Required value`, `Invalid value: "x": must be …`. */
  readonly message: string;
}
