// Written by `npm run generate` from docs/reference/openapi.json. Change the server, then run it again.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live
         * @description Answer while the process runs.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description Answer 200 when runs can be taken, else 503 with the reason.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/{artifact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Artifact
         * @description Tell the facts of a file.
         */
        get: operations["get_artifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/{artifact_id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Content
         * @description Return the bytes, or the range of them that was asked for.
         */
        get: operations["content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/{artifact_id}/signed-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signed Url
         * @description Return a URL that opens the file without a key for some days.
         */
        get: operations["signed_url"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Credentials
         * @description List credentials, newest first.
         */
        get: operations["list_credentials"];
        put?: never;
        /**
         * Create Credential
         * @description Keep a credential in the vault.
         */
        post: operations["create_credential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{credential_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Credential
         * @description Return one credential.
         */
        get: operations["get_credential"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{credential_id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Credential
         * @description Delete a credential and destroy its secrets.
         */
        post: operations["delete_credential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/{credential_id}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update Credential
         * @description Replace a credential whole.
         */
        post: operations["update_credential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/{artifact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Upload
         * @description Delete an uploaded file.
         */
        delete: operations["delete_upload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/run/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Task
         * @description Pursue one goal.
         */
        post: operations["run_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/run/tasks/download_files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Download Files
         * @description Download a file from a site.
         */
        post: operations["download_files"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/run/tasks/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Login
         * @description Sign in to a site with a stored credential.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/run/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Workflow
         * @description Start a run and answer at once; poll `GET /v1/runs/{run_id}` for what becomes of it.
         *
         *     The same Idempotency-Key again answers with the run that it started first.
         */
        post: operations["run_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description List runs, newest first.
         */
        get: operations["list_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Run
         * @description Tell how a run stands.
         */
        get: operations["get_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Artifacts
         * @description List the files of a run; an unknown run has none.
         */
        get: operations["run_artifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Run
         * @description Ask a run to stop; one that has ended stays as it was.
         */
        post: operations["cancel_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/retry_webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Webhook
         * @description Send the webhook of a run that has ended once more, signed with the caller's key.
         */
        post: operations["retry_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Timeline
         * @description Tell what happened, block by block.
         */
        get: operations["run_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Runs
         * @description Ask several runs to stop.
         */
        post: operations["cancel_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/upload_file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload File
         * @description Keep a file; its id or URL can be given to parameters of type file_url.
         */
        post: operations["upload_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workflows
         * @description List the latest versions, newest first.
         */
        get: operations["list_workflows"];
        put?: never;
        /**
         * Create Workflow
         * @description Save a workflow; the same Idempotency-Key again returns the first one.
         */
        post: operations["create_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Workflow
         * @description Return the latest version, or the one asked for.
         */
        get: operations["get_workflow"];
        put?: never;
        /**
         * Update Workflow
         * @description Save the next version; runs that have begun keep theirs.
         */
        post: operations["update_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete Workflow
         * @description Delete every version; runs stay. Doing it again changes nothing.
         */
        post: operations["delete_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workflow Runs
         * @description List the runs of one workflow, newest first.
         */
        get: operations["list_workflow_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Workflow Versions
         * @description Return every version, newest first.
         */
        get: operations["workflow_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All Workflow Runs
         * @description List the runs of all workflows, newest first.
         */
        get: operations["list_all_workflow_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Detail
         * @description Tell everything about a run, its workflow too.
         */
        get: operations["run_detail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/runs/{run_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Run
         * @description Start a new run with the inputs of one that has ended.
         */
        post: operations["retry_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Version
         * @description Name the version.
         */
        get: operations["version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description One stored file and where to fetch it. */
        ArtifactAnswer: {
            /** @default false */
            archived: boolean;
            artifact_id: string;
            artifact_type: string;
            checksum: string | null;
            /** Format: date-time */
            created_at: string;
            file_size: number | null;
            /** Format: date-time */
            modified_at: string;
            organization_id: string;
            run_id: string | null;
            signed_url: string | null;
            task_id: string | null;
            uri: string;
            workflow_run_block_id: string | null;
            workflow_run_id: string | null;
        };
        /** @description Which runs were asked to stop and which could not be. */
        BulkCancelAnswer: {
            cancelled: string[];
            failed: string[];
        };
        /** @description The body of `POST /v1/runs/cancel`. */
        BulkCancelRequest: {
            run_ids: string[];
        };
        /** @description A payment card. */
        CardFields: {
            billing_address?: {
                [key: string]: string | null;
            } | null;
            billing_email?: string | null;
            billing_phone?: string | null;
            card_brand: string;
            /** Format: password */
            card_cvv: string;
            /** Format: password */
            card_exp_month: string;
            /** Format: password */
            card_exp_year: string;
            /** Format: password */
            card_holder_name: string;
            /** Format: password */
            card_number: string;
            metadata?: {
                [key: string]: string;
            } | null;
        };
        /** @description A credential without its secrets. */
        CredentialAnswer: {
            browser_profile_id: string | null;
            credential: {
                [key: string]: unknown;
            };
            credential_id: string;
            credential_type: string;
            name: string;
            tested_url: string | null;
            vault_type: string | null;
        };
        /** @description The body of create and update. */
        CredentialRequest: {
            browser_profile_id?: string | null;
            credential: components["schemas"]["PasswordFields"] | components["schemas"]["CardFields"] | components["schemas"]["SecretFields"];
            /** @enum {string} */
            credential_type: "password" | "credit_card" | "secret";
            name: string;
            /** @description A published name, {country, subdivision, city, isISP}, {url}, or null. */
            proxy_location?: unknown;
            tested_url?: string | null;
            vault_type?: string | null;
        };
        /**
         * @description The kinds of credential.
         * @enum {string}
         */
        CredentialType: "password" | "credit_card" | "secret";
        /** @description The body of `POST /v1/run/tasks/download_files`. */
        DownloadFilesRequest: {
            browser_address?: string | null;
            browser_profile_id?: string | null;
            browser_session_id?: string | null;
            cdp_connect_headers?: {
                [key: string]: string;
            } | null;
            download_suffix?: string | null;
            download_timeout?: number | null;
            extra_http_headers?: {
                [key: string]: string;
            } | null;
            max_screenshot_scrolling_times?: number | null;
            max_steps_per_run?: number | null;
            navigation_goal: string;
            /** @description A published name, {country, subdivision, city, isISP}, {url}, or null. */
            proxy_location?: unknown;
            /** @default false */
            start_fresh_browser?: boolean;
            totp_identifier?: string | null;
            totp_url?: string | null;
            url?: string | null;
            webhook_url?: string | null;
        };
        /** @description A file that a run saved, under both published vocabularies. */
        FileInfo: {
            artifact_id: string | null;
            checksum: string | null;
            file_name: string | null;
            file_size: number | null;
            file_url: string;
            filename: string | null;
            modified_at: string | null;
            url: string;
        };
        HTTPValidationError: {
            detail: components["schemas"]["ValidationError"][];
        };
        /** @description The body of `POST /v1/run/tasks/login`. */
        LoginRequest: {
            azure_vault_name?: string | null;
            azure_vault_password_key?: string | null;
            azure_vault_totp_secret_key?: string | null;
            azure_vault_username_key?: string | null;
            bitwarden_collection_id?: string | null;
            bitwarden_item_id?: string | null;
            browser_address?: string | null;
            browser_profile_id?: string | null;
            browser_session_id?: string | null;
            cdp_connect_headers?: {
                [key: string]: string;
            } | null;
            credential_id?: string | null;
            credential_type: string;
            extra_http_headers?: {
                [key: string]: string;
            } | null;
            max_screenshot_scrolling_times?: number | null;
            onepassword_item_id?: string | null;
            onepassword_totp_field_name?: string | null;
            onepassword_vault_id?: string | null;
            prompt?: string | null;
            /** @description A published name, {country, subdivision, city, isISP}, {url}, or null. */
            proxy_location?: unknown;
            /** @default false */
            start_fresh_browser?: boolean;
            totp_identifier?: string | null;
            totp_url?: string | null;
            url?: string | null;
            webhook_url?: string | null;
        };
        /** @description A user name, a password and perhaps a second factor. */
        PasswordFields: {
            metadata?: {
                [key: string]: string;
            } | null;
            /** Format: password */
            password: string;
            totp?: string | null;
            totp_identifier?: string | null;
            /**
             * @default none
             * @enum {string}
             */
            totp_type?: "authenticator" | "email" | "text" | "passkey" | "none";
            username: string;
        };
        /** @description A run as `GET /v1/runs/{run_id}` and the webhook tell it. */
        RunAnswer: {
            ai_fallback: boolean | null;
            app_url: string | null;
            /** @default 1 */
            attempt: number;
            attempts: {
                [key: string]: unknown;
            }[];
            browser_profile_id: string | null;
            browser_session_id: string | null;
            /** Format: date-time */
            created_at: string;
            downloaded_files: components["schemas"]["FileInfo"][] | null;
            errors: components["schemas"]["RunError"][] | null;
            failure_reason: string | null;
            finished_at: string | null;
            max_screenshot_scrolls: number | null;
            /** Format: date-time */
            modified_at: string;
            next_attempt_at: string | null;
            output: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            queued_at: string | null;
            /** @default false */
            recording_archived: boolean;
            recording_url: string | null;
            /** @default false */
            retry_pending: boolean;
            run_id: string;
            run_request: {
                [key: string]: unknown;
            } | null;
            run_type: string;
            /** @default agent */
            run_with: string;
            screenshot_urls: string[] | null;
            script_id: string | null;
            script_run: {
                [key: string]: unknown;
            } | null;
            started_at: string | null;
            status: components["schemas"]["RunStatus"];
            step_count: number | null;
        };
        /**
         * @description The engines a caller may name; all are served by the configured minds.
         * @enum {string}
         */
        RunEngine: "skyvern-1.0" | "skyvern-2.0" | "skyvern-3.0" | "openai-cua" | "anthropic-cua" | "ui-tars" | "yutori-navigator";
        /** @description One entry of a run's `errors`. */
        RunError: {
            confidence_float: number;
            error_code: string;
            error_type: string | null;
            reasoning: string;
        };
        /** @description A run in `GET /v1/runs`. */
        RunListItem: {
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
            run_id: string;
            /** @default false */
            script_run: boolean;
            started_at: string | null;
            status: components["schemas"]["RunStatus"];
            task_run_id: string;
            task_run_type: string;
            title: string | null;
            trigger_type: string | null;
            /** @default false */
            workflow_deleted: boolean;
            workflow_permanent_id: string | null;
        };
        /** @description The body of `POST /v1/run/workflows`. */
        RunRequest: {
            ai_fallback?: boolean | null;
            browser_address?: string | null;
            browser_profile_id?: string | null;
            browser_session_id?: string | null;
            browser_type?: string | null;
            cdp_connect_headers?: {
                [key: string]: string;
            } | null;
            extra_http_headers?: {
                [key: string]: string;
            } | null;
            file_ids?: string[] | null;
            max_elapsed_time_minutes?: number | null;
            max_screenshot_scrolls?: number | null;
            parameters?: {
                [key: string]: unknown;
            } | null;
            /** @description A published name, {country, subdivision, city, isISP}, {url}, or null. */
            proxy_location?: unknown;
            reuse_browser_session?: boolean | null;
            run_metadata?: {
                [key: string]: string;
            } | null;
            run_with?: string | null;
            /** @default false */
            start_fresh_browser?: boolean;
            title?: string | null;
            totp_identifier?: string | null;
            totp_url?: string | null;
            webhook_url?: string | null;
            /** @description The `wpid_` of the workflow; `agent_id` is accepted too. */
            workflow_id: string;
        };
        /**
         * @description Where a run stands; the last five are final.
         * @enum {string}
         */
        RunStatus: "created" | "queued" | "running" | "paused" | "completed" | "failed" | "terminated" | "canceled" | "timed_out";
        /** @description Any single secret. */
        SecretFields: {
            secret_label?: string | null;
            /** Format: password */
            secret_value: string;
        };
        /** @description The body of `POST /v1/run/tasks`. */
        TaskRequest: {
            browser_address?: string | null;
            browser_profile_id?: string | null;
            browser_session_id?: string | null;
            cdp_connect_headers?: {
                [key: string]: string;
            } | null;
            data_extraction_schema?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            /** @default skyvern-1.0 */
            engine?: components["schemas"]["RunEngine"];
            error_code_mapping?: {
                [key: string]: string;
            } | null;
            extra_http_headers?: {
                [key: string]: string;
            } | null;
            file_ids?: string[] | null;
            /** @default false */
            include_action_history_in_verification?: boolean;
            max_screenshot_scrolls?: number | null;
            max_steps?: number | null;
            model?: {
                [key: string]: unknown;
            } | null;
            prompt: string;
            /** @description A published name, {country, subdivision, city, isISP}, {url}, or null. */
            proxy_location?: unknown;
            /** @default false */
            publish_workflow?: boolean;
            run_with?: string | null;
            /** @default false */
            start_fresh_browser?: boolean;
            title?: string | null;
            totp_identifier?: string | null;
            totp_url?: string | null;
            url?: string | null;
            webhook_url?: string | null;
        };
        /** @description One thing done to a page. */
        TimelineAction: {
            action_id: string | null;
            action_order: number | null;
            action_type: string;
            description: string | null;
            reasoning: string | null;
            screenshot_artifact_id: string | null;
            status: string | null;
            step_order: number | null;
        };
        /** @description One execution of a block. */
        TimelineBlock: {
            actions: components["schemas"]["TimelineAction"][];
            block_type: string;
            /** Format: date-time */
            created_at: string;
            current_index: number | null;
            current_value: string | null;
            failure_reason: string | null;
            label: string | null;
            /** Format: date-time */
            modified_at: string;
            organization_id: string;
            output: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            status: string | null;
            workflow_run_block_id: string;
            workflow_run_id: string;
        };
        /** @description A block with what ran inside it. */
        TimelineItem: {
            attempt: number;
            block: components["schemas"]["TimelineBlock"] | null;
            children: components["schemas"]["TimelineItem"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            modified_at: string;
            thought: {
                [key: string]: unknown;
            } | null;
            type: string;
        };
        /** @description An uploaded file: pass `file_id` or the URL as a parameter of type file_url. */
        UploadAnswer: {
            expires_at: string | null;
            file_id: string;
            presigned_url: string;
            s3_uri: string;
        };
        ValidationError: {
            ctx: Record<string, never>;
            input: unknown;
            loc: (string | number)[];
            msg: string;
            type: string;
        };
        /** @description What was sent to a webhook once more, and what came back. */
        WebhookReplayAnswer: {
            default_webhook_url: string | null;
            error: string | null;
            headers: {
                [key: string]: string;
            };
            latency_ms: number | null;
            payload: string;
            response_body: string | null;
            run_id: string;
            run_type: string;
            status_code: number | null;
            target_webhook_url: string | null;
        };
        /** @description The optional body of `POST /v1/runs/{run_id}/retry_webhook`. */
        WebhookReplayRequest: {
            webhook_url?: string | null;
        };
        /** @description A workflow version. */
        WorkflowAnswer: {
            agent_id: string;
            /** Format: date-time */
            created_at: string;
            deleted_at: string | null;
            description: string | null;
            is_saved_task: boolean;
            /** Format: date-time */
            modified_at: string;
            organization_id: string;
            proxy_location: unknown;
            /** @default published */
            status: components["schemas"]["WorkflowStatus"];
            title: string;
            version: number;
            webhook_callback_url: string | null;
            workflow_definition: {
                [key: string]: unknown;
            };
            workflow_id: string;
            workflow_permanent_id: string;
        };
        /** @description The body of create and update: exactly one of the two. */
        WorkflowBody: {
            json_definition?: {
                [key: string]: unknown;
            } | null;
            yaml_definition?: string | null;
        };
        /** @description A run in the lists of workflow runs. */
        WorkflowRunItem: {
            /** Format: date-time */
            created_at: string;
            failure_reason: string | null;
            /** Format: date-time */
            modified_at: string;
            organization_id: string;
            status: components["schemas"]["RunStatus"];
            workflow_id: string;
            workflow_permanent_id: string;
            workflow_run_id: string;
            workflow_title: string | null;
        };
        /**
         * @description How finished a workflow is.
         * @enum {string}
         */
        WorkflowStatus: "published" | "draft" | "auto_generated" | "importing" | "import_failed";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    get_artifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    content: {
        parameters: {
            query?: {
                expiry?: string;
                kid?: string;
                sig?: string;
            };
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    signed_url: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_credentials: {
        parameters: {
            query?: {
                credential_type?: components["schemas"]["CredentialType"] | null;
                page?: number;
                page_size?: number;
                search?: string | null;
                vault_type?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    create_credential: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    get_credential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_credential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    update_credential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    run_task: {
        parameters: {
            query?: never;
            header?: {
                "x-max-steps-override"?: number | null;
                "x-user-agent"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    download_files: {
        parameters: {
            query?: never;
            header?: {
                "x-user-agent"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DownloadFilesRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: {
                "x-user-agent"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    run_workflow: {
        parameters: {
            query?: {
                template?: boolean | null;
            };
            header?: {
                "idempotency-key"?: string | null;
                "x-max-steps-override"?: number | null;
                "x-user-agent"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_runs: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                run_type?: string[] | null;
                search_key?: string | null;
                status?: components["schemas"]["RunStatus"][] | null;
                workflow_permanent_id?: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunListItem"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    get_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wr_…` */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    run_artifacts: {
        parameters: {
            query?: {
                artifact_type?: string[] | null;
            };
            header?: never;
            path: {
                /** @description `wr_…` */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactAnswer"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    cancel_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wr_…` */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    retry_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wr_…` */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookReplayRequest"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReplayAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    run_timeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wr_…` */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineItem"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    cancel_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkCancelRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkCancelAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    upload_file: {
        parameters: {
            query?: {
                retention_days?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                    retention_days?: number;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_workflows: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                search_key?: string | null;
                status?: components["schemas"]["WorkflowStatus"][] | null;
                title?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    create_workflow: {
        parameters: {
            query?: {
                folder_id?: string | null;
            };
            header?: {
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    get_workflow: {
        parameters: {
            query?: {
                template?: boolean | null;
                version?: number | null;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    update_workflow: {
        parameters: {
            query?: {
                folder_id?: string | null;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    delete_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_workflow_runs: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                search_key?: string | null;
                status?: components["schemas"]["RunStatus"][] | null;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRunItem"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    workflow_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_all_workflow_runs: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                search_key?: string | null;
                status?: components["schemas"]["RunStatus"][] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRunItem"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    run_detail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `wr_…` */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    retry_run: {
        parameters: {
            query?: never;
            header?: {
                "x-max-steps-override"?: number | null;
                "x-user-agent"?: string | null;
            };
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
}
