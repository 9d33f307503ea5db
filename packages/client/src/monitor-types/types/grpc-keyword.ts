import type { CommonMonitorInput } from "../common-monitor-input.ts";
import { flag, someText, text } from "../field-builders.ts";
import { optional } from "../monitor-field.ts";
import { defineMonitorType } from "../monitor-type-definition.ts";
import { domainExpiryFields } from "./shared/domain-expiry.ts";
import type { DomainExpiryInput } from "./shared/domain-expiry.ts";
import { keywordFields } from "./shared/keyword-search.ts";
import type { KeywordInput } from "./shared/keyword-search.ts";

/** The settings of a new gRPC monitor. */
export interface GrpcKeywordMonitorInput extends CommonMonitorInput, KeywordInput, DomainExpiryInput {
  /** UP when the answer to a gRPC call has a keyword in it. */
  readonly type: "grpc-keyword";
  /** The address, such as `example.com:50051`. */
  readonly grpcUrl: string;
  /** The definition of the service, as it stands in its `.proto` file. */
  readonly grpcProtobuf: string;
  /** The name of the service. */
  readonly grpcServiceName: string;
  /** The method that is called, with a small first letter. */
  readonly grpcMethod: string;
  /** The message that is sent, as JSON. @defaultValue none */
  readonly grpcBody?: string | undefined;
  /** Whether TLS is spoken. @defaultValue `false` */
  readonly grpcEnableTls?: boolean | undefined;
}

/** A monitor that makes a gRPC call. */
export const grpcKeywordMonitorType = defineMonitorType<GrpcKeywordMonitorInput>({
  type: "grpc-keyword",
  title: "gRPC – keyword",
  summary: "Makes a gRPC call, and is UP when the answer has a keyword in it.",
  since: "1.23",
  fields: {
    grpcUrl: someText("grpcUrl"),
    grpcProtobuf: someText("grpcProtobuf"),
    grpcServiceName: someText("grpcServiceName"),
    grpcMethod: someText("grpcMethod"),
    grpcBody: optional(text("grpcBody")),
    grpcEnableTls: optional(flag("grpcEnableTls")),
    ...keywordFields,
    ...domainExpiryFields,
  },
  example: {
    type: "grpc-keyword",
    name: "orders service",
    grpcUrl: "127.0.0.1:50051",
    grpcProtobuf:
      'syntax = "proto3"; package health; service Health { rpc Check(Ask) returns (Say); } message Ask { string service = 1; } message Say { string status = 1; }',
    grpcServiceName: "Health",
    grpcMethod: "check",
    grpcBody: '{ "service": "orders" }',
    keyword: "SERVING",
  },
});
