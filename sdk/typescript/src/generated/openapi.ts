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
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description Tell how the installation is doing; give Prometheus a key with the scope `read` as a Bearer token.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{kind}/{subject_id}/control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Control
         * @description Tell who has the controls of the browser, null when nobody has.
         */
        get: operations["get_control"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{kind}/{subject_id}/control/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release Control
         * @description Take the controls from whoever has them, so that the agent goes on; tell who had them.
         */
        post: operations["release_control"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{kind}/{subject_id}/live_link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Live Link
         * @description Return a link that opens the live view of this run or session, and nothing else, for a short time.
         */
        post: operations["make_live_link"];
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
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit Entries
         * @description List who used or changed keys, credentials and controls, and deleted things, newest first.
         */
        get: operations["list_audit_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Batches
         * @description List batches, newest first.
         */
        get: operations["list_batches"];
        put?: never;
        /**
         * Create Batch
         * @description Run a workflow once for each set of values; values that do not fit are refused before any run begins.
         */
        post: operations["create_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{batch_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Batch
         * @description Return a batch and how far it has come.
         */
        get: operations["get_batch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{batch_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Batch
         * @description Start no further run, and cancel those under way; a batch that has ended stays as it was.
         */
        post: operations["cancel_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{batch_id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Batch Items
         * @description List the sets of values of a batch with their runs.
         */
        get: operations["list_batch_items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{batch_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Batch
         * @description Start no further run; those under way go on.
         */
        post: operations["pause_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{batch_id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Batch Results
         * @description Return the results as a table: one flat row for each set of values, as JSON or CSV.
         */
        get: operations["batch_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{batch_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Batch
         * @description Go on with a batch that was paused.
         */
        post: operations["resume_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{batch_id}/retry-failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Failed Items
         * @description Run every set of values anew whose run did not complete, and those that a cancelled batch never began.
         */
        post: operations["retry_failed_items"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Batch From File
         * @description Run a workflow once for each row of a CSV or XLSX file; its first row names the parameters.
         */
        post: operations["create_batch_from_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/block_types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Block Types
         * @description List the kinds of block with the JSON Schema of their fields.
         */
        get: operations["list_block_types"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Browser Profiles
         * @description List profiles, newest first; a search looks in name and description.
         */
        get: operations["list_browser_profiles"];
        put?: never;
        /**
         * Create Browser Profile
         * @description Make a profile of what a session or a workflow's last good run left, or an empty one.
         */
        post: operations["create_browser_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_profiles/{profile_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Browser Profile
         * @description Return a profile.
         */
        get: operations["get_browser_profile"];
        put?: never;
        post?: never;
        /**
         * Delete Browser Profile
         * @description Delete a profile and the states that are saved in it.
         */
        delete: operations["delete_browser_profile"];
        options?: never;
        head?: never;
        /**
         * Update Browser Profile
         * @description Change a profile; what is left out stays.
         */
        patch: operations["update_browser_profile"];
        trace?: never;
    };
    "/v1/browser_profiles/{profile_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Browser Profile Versions
         * @description List the states that are kept of a profile, newest first.
         */
        get: operations["list_browser_profile_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_profiles/{profile_id}/versions/{number}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Browser Profile Version
         * @description Make an earlier state of a profile its newest version, and list them.
         */
        post: operations["restore_browser_profile_version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Browser Sessions
         * @description List the sessions that live, newest first.
         */
        get: operations["list_browser_sessions"];
        put?: never;
        /**
         * Create Browser Session
         * @description Open a browser that stays for several runs, and for programs that connect to its `browser_address`.
         */
        post: operations["create_browser_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_sessions/{browser_session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Browser Session
         * @description Tell how a session stands.
         */
        get: operations["get_browser_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update Browser Session
         * @description Say whether a profile is to be saved when the session ends.
         */
        patch: operations["update_browser_session"];
        trace?: never;
    };
    "/v1/browser_sessions/{browser_session_id}/cdp/json/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devtools Version
         * @description Tell DevTools clients that ask over HTTP first where the websocket is.
         */
        get: operations["devtools_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_sessions/{browser_session_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Browser Session
         * @description Close a session; one that has ended stays as it ended.
         */
        post: operations["close_browser_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_sessions/{browser_session_id}/demonstration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Demonstration
         * @description Tell what was shown so far, and the blocks that do the same.
         *
         *     Typed values become parameters with these values as defaults; secrets are not noted: a sign-in becomes a `login`
         *     block with a credential parameter.
         */
        get: operations["get_demonstration"];
        put?: never;
        /**
         * Begin Demonstration
         * @description Note from now on what is done in the session's browser; what was noted before is forgotten.
         */
        post: operations["begin_demonstration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_sessions/{browser_session_id}/demonstration/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish Demonstration
         * @description Note no more, and tell what was shown.
         */
        post: operations["finish_demonstration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_sessions/{browser_session_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend Browser Session
         * @description Let a session last longer, six hours in all at most.
         */
        post: operations["extend_browser_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_sessions/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Browser Session History
         * @description List all sessions, ended ones too, newest first.
         */
        get: operations["browser_session_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/browser_types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Browser Types
         * @description List the kinds of browser that a session may name.
         */
        get: operations["browser_types"];
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
        /**
         * Change Credential
         * @description Rename a credential or put it into a folder; its secrets stay as they are.
         */
        patch: operations["change_credential"];
        trace?: never;
    };
    "/v1/credentials/{credential_id}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make One Time Code
         * @description Return the code that the credential's authenticator shows now; it is written into the audit log.
         */
        post: operations["make_one_time_code"];
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
    "/v1/credentials/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Totp Codes
         * @description List the pushed codes of the last day, newest first; codes and messages are masked.
         */
        get: operations["list_totp_codes"];
        put?: never;
        /**
         * Send Totp Code
         * @description Take in a message with a one-time code; the run that waits for its identifier is given it.
         */
        post: operations["send_totp_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Examine
         * @description Look for what is wrong with this server and how to mend it; a browser is started for it.
         */
        get: operations["examine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures
         * @description Tell how the runs of the last days went, what they cost, why some failed, and what waits now.
         */
        get: operations["figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Files
         * @description List files that runs downloaded, that were uploaded, and recordings; newest first.
         */
        get: operations["list_files"];
        put?: never;
        post?: never;
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
    "/v1/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Folders
         * @description List folders, newest first; `search` looks in title and description.
         */
        get: operations["list_folders"];
        put?: never;
        /**
         * Create Folder
         * @description Make a folder.
         */
        post: operations["create_folder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/folders/{folder_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Folder
         * @description Return a folder.
         */
        get: operations["get_folder"];
        /**
         * Update Folder
         * @description Change title or description; what is left out stays.
         */
        put: operations["update_folder"];
        post?: never;
        /**
         * Delete Folder
         * @description Delete a folder; its workflows stay without one, or go with it.
         */
        delete: operations["delete_folder"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Heartbeat
         * @description Answer while the process runs, under the old name.
         */
        get: operations["heartbeat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Keys
         * @description List keys, revoked ones too.
         */
        get: operations["list_keys"];
        put?: never;
        /**
         * Create Key
         * @description Make a key; its text is shown this once.
         */
        post: operations["create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{api_key_id}": {
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
         * Revoke Key
         * @description Make a key useless, within seconds. The last one with the scope `admin` stays.
         */
        delete: operations["revoke_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{api_key_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Key
         * @description Make a key like this one; this one opens doors until it is revoked, so that nothing stands still meanwhile.
         */
        post: operations["rotate_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Organizations
         * @description List organisations: all for the first one, else the caller's own.
         */
        get: operations["list_organizations"];
        put?: never;
        /**
         * Create Organization
         * @description Make an organisation and its first key; only the first organisation may.
         */
        post: operations["create_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{organization_id}": {
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
         * Delete Organization
         * @description Delete an organisation and everything of it, for good; only the first organisation may, and not itself.
         */
        delete: operations["delete_organization"];
        options?: never;
        head?: never;
        /**
         * Rename Organization
         * @description Rename an organisation.
         */
        patch: operations["rename_organization"];
        trace?: never;
    };
    "/v1/run-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Tags Of
         * @description Tell the tags of several runs; unknown ones are left out.
         */
        get: operations["run_tags_of"];
        put?: never;
        /**
         * Run Tags Of Many
         * @description Tell the tags of several runs; unknown ones are left out.
         */
        post: operations["run_tags_of_many"];
        delete?: never;
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
         * @description Sign in to a site with a stored credential, or with one of another maker's vault.
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
    "/v1/run/workflows/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Blocks
         * @description Start a run of some blocks of a workflow: to try it up to a block, or from one on in a browser that is kept.
         */
        post: operations["run_blocks"];
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
         * @description List runs, newest first unless they are sorted otherwise.
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
        /**
         * Delete Run
         * @description Delete a run that has ended, for good: its journal, outputs, files and webhooks.
         */
        delete: operations["delete_run"];
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
    "/v1/runs/{run_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Run
         * @description Tell what happens in a run from its journal on: events `entry`, numbered, and `end` when it has ended.
         *
         *     A client that comes back sends the last number as `last-event-id` and misses nothing.
         */
        get: operations["follow_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/model-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Model Calls
         * @description List what the run asked of language models: for which step, at what size and cost.
         */
        get: operations["run_model_calls"];
        put?: never;
        post?: never;
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
    "/v1/runs/{run_id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Run Tags
         * @description Tell the tags of a run.
         */
        get: operations["get_run_tags"];
        put?: never;
        /**
         * Apply Run Tags
         * @description Set tags of a run and take others away; a key has one value.
         */
        post: operations["apply_run_tags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/tags/{key}": {
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
         * Delete Run Tag
         * @description Take a tag off a run.
         */
        delete: operations["delete_run_tag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run_id}/tags/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Tag History
         * @description Tell what happened to a run's tags, latest first.
         */
        get: operations["run_tag_history"];
        put?: never;
        post?: never;
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
    "/v1/runs/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow Runs
         * @description Tell of every run that begins, changes or ends: events `run`, each a run as the list of runs shows it.
         */
        get: operations["follow_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run Totals
         * @description Count the runs that the list with these filters would show on all its pages, by status.
         */
        get: operations["run_totals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Samples
         * @description List sample workflows as `json_definition`s that can be saved; they work on the sample sites.
         */
        get: operations["list_samples"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Schedules
         * @description List the schedules of all workflows, newest first.
         */
        get: operations["list_schedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Scripts
         * @description List the newest revision of each script, newest first.
         */
        get: operations["list_scripts"];
        put?: never;
        /**
         * Create Script
         * @description Keep a script, for a workflow, from a run, or on its own.
         */
        post: operations["create_script"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/{script_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Script
         * @description Return the newest revision of a script.
         */
        get: operations["get_script"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/{script_id}/deploy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deploy Script
         * @description Keep the next revision of a script.
         */
        post: operations["deploy_script"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/{script_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Script
         * @description Refuse: scripts are kept, replaying them comes with a later release.
         */
        post: operations["run_script"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scripts/{script_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Script Versions
         * @description Return every revision of a script, newest first.
         */
        get: operations["script_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sdk/run_action": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Action
         * @description Do one thing on the page that a program has open, and answer with what came of it.
         *
         *     Who hangs up cancels it.
         */
        post: operations["run_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Settings
         * @description List how the server is set up. Settings are environment variables, read when it starts; secrets are masked.
         */
        get: operations["list_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tag-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tag Keys
         * @description List the keys that are in use or described.
         */
        get: operations["list_tag_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tag-keys/{key}": {
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
         * Delete Tag Key
         * @description Take a key off every workflow and run.
         */
        delete: operations["delete_tag_key"];
        options?: never;
        head?: never;
        /**
         * Update Tag Key
         * @description Say what a key is for.
         */
        patch: operations["update_tag_key"];
        trace?: never;
    };
    "/v1/tag-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tag Values
         * @description List the values that are in use, of one key or of all.
         */
        get: operations["list_tag_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tag-values/{key}": {
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
         * Delete Tag Value
         * @description Take a value off every workflow and run.
         */
        delete: operations["delete_tag_value"];
        options?: never;
        head?: never;
        /**
         * Update Tag Value
         * @description Give a value of a key another colour.
         */
        patch: operations["update_tag_value"];
        trace?: never;
    };
    "/v1/tag-values/{key}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename Tag Value
         * @description Give a value another name everywhere; 409 when the name is taken.
         */
        patch: operations["rename_tag_value"];
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
    "/v1/version": {
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
    "/v1/webhooks/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Deliveries
         * @description List webhooks, newest first; `status=failed` is the list of dead letters.
         */
        get: operations["list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Delivery
         * @description Return a webhook.
         */
        get: operations["get_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay Delivery
         * @description Send a webhook again that is over, as the same event: for another day, if need be.
         */
        post: operations["replay_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay Deliveries
         * @description Send webhooks again that are over: those named, or all dead letters (500 at a time).
         */
        post: operations["replay_deliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Workflow Tags Of
         * @description Tell the tags of several workflows; unknown ones are left out.
         */
        get: operations["workflow_tags_of"];
        put?: never;
        /**
         * Workflow Tags Of Many
         * @description Tell the tags of several workflows; unknown ones are left out.
         */
        post: operations["workflow_tags_of_many"];
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
         * @description Return the latest version, or the one asked for; with `template` also a template of somebody else.
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
    "/v1/workflows/{workflow_id}/browser_session/reset_profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset Profile
         * @description Forget what runs of a workflow left for the next ones (persist_browser_session), whatever their key.
         */
        post: operations["reset_profile"];
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
    "/v1/workflows/{workflow_id}/folder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Move Workflow
         * @description Put a workflow into a folder, or take it out of the one it is in.
         */
        put: operations["move_workflow"];
        post?: never;
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
    "/v1/workflows/{workflow_id}/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workflow Schedules
         * @description List the schedules of one workflow, newest first.
         */
        get: operations["list_workflow_schedules"];
        put?: never;
        /**
         * Create Schedule
         * @description Keep a schedule: from now on it starts runs when it is due.
         */
        post: operations["create_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Schedule
         * @description Return a schedule and when it is due next.
         */
        get: operations["get_schedule"];
        /**
         * Update Schedule
         * @description Replace a schedule whole.
         */
        put: operations["update_schedule"];
        post?: never;
        /**
         * Delete Schedule
         * @description Delete a schedule.
         */
        delete: operations["delete_schedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Schedule
         * @description Give up a schedule: it rests, and one that was to run once will not.
         */
        post: operations["cancel_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable Schedule
         * @description Let a schedule rest.
         */
        post: operations["disable_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable Schedule
         * @description Let a schedule be due again.
         */
        post: operations["enable_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/schedules/{workflow_schedule_id}/fires": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Schedule Fires
         * @description Tell what became of the last fifty moments at which a schedule was due.
         */
        get: operations["list_schedule_fires"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Workflow Tags
         * @description Tell the tags of a workflow.
         */
        get: operations["get_workflow_tags"];
        put?: never;
        /**
         * Apply Workflow Tags
         * @description Set tags of a workflow and take others away; a key has one value.
         */
        post: operations["apply_workflow_tags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/tags/{key}": {
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
         * Delete Workflow Tag
         * @description Take a tag off a workflow.
         */
        delete: operations["delete_workflow_tag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/tags/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Workflow Tag History
         * @description Tell what happened to a workflow's tags, latest first.
         */
        get: operations["workflow_tag_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Offer Workflow
         * @description Offer a workflow as a template to every organisation of this server, or stop doing so.
         */
        put: operations["offer_workflow"];
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
         * @description Return every version, newest first; with `template` also those of somebody else's template.
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
    "/v1/workflows/runs/{run_id}/continue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Continue Run
         * @description Approve (or, with `approved: false`, reject) a run that is paused for a person.
         */
        post: operations["continue_run"];
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
         *
         *     With `from_failed_block` it begins at the block that failed, with `from_block` at the one of this label at the top
         *     of the workflow; with the same outputs before it, and in a new browser, at the page where the earlier run stood.
         */
        post: operations["retry_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Workflow Totals
         * @description Count the workflows that the list with these filters would show on all its pages.
         */
        get: operations["workflow_totals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate Workflow
         * @description Check a definition as saving it would, without saving it.
         */
        post: operations["validate_workflow"];
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
        /** @description `page.act(…)`. */
        ActAction: {
            intention: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ai_act";
        };
        /** @description What a person says to a run that waits for them; an absent body approves. */
        AnswerRequest: {
            /** @default true */
            approved?: boolean;
            /** @default  */
            reason?: string;
        };
        /** @description One stored file and where to fetch it. */
        ArtifactAnswer: {
            ai_suggestion_id: string | null;
            /** @default false */
            archived: boolean;
            artifact_id: string;
            artifact_type: string;
            browser_session_id: string | null;
            bundle_key: string | null;
            checksum: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            file_size: number | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            observer_cruise_id: string | null;
            observer_thought_id: string | null;
            organization_id: string;
            run_id: string | null;
            signed_url: string | null;
            step_id: string | null;
            task_id: string | null;
            uri: string;
            workflow_run_block_id: string | null;
            workflow_run_id: string | null;
        };
        /** @description One deed. */
        AuditEntryAnswer: {
            actor: string;
            /** @description UTC, ISO 8601 without a zone. */
            at: string;
            audit_id: string;
            deed: components["schemas"]["Deed"];
            details: {
                [key: string]: unknown;
            };
            subject: string;
        };
        /** @description A page of the audit log, newest first. */
        AuditPage: {
            entries: components["schemas"]["AuditEntryAnswer"][];
            page: number;
            page_size: number;
            total_count: number;
        };
        /** @description A batch and how far it has come; `counts` are items by status, `waiting` and `refused` among them. */
        BatchAnswer: {
            at_once: number;
            batch_id: string;
            counts: {
                [key: string]: number;
            };
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            finished_at: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            status: components["schemas"]["BatchStatus"];
            title: string;
            total: number;
            workflow_id: string;
            workflow_permanent_id: string;
        };
        /** @description A page of batches, newest first. */
        BatchPage: {
            batches: components["schemas"]["BatchAnswer"][];
            page: number;
            page_size: number;
            total_count: number;
        };
        /** @description The body that starts a batch. */
        BatchRequest: {
            ai_fallback?: boolean | null;
            /**
             * @description How many of its runs may be under way together.
             * @default 10
             */
            at_once?: number;
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
            /** @description One run for each; its values win over `parameters`. */
            parameter_sets: {
                [key: string]: unknown;
            }[];
            parameters?: {
                [key: string]: unknown;
            } | null;
            /** @description Of waiting runs the highest goes first. */
            priority?: number | null;
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
            /** @description Whether to keep a Playwright trace, which slows the browser down. */
            trace?: boolean | null;
            webhook_url?: string | null;
            /** @description The `wpid_` of the workflow; `agent_id` is accepted too. */
            workflow_id: string;
        };
        /**
         * @description Where a batch stands.
         * @enum {string}
         */
        BatchStatus: "running" | "paused" | "canceled" | "finished";
        /** @description A kind of block: what it is for, and the JSON Schema of its fields. */
        BlockTypeAnswer: {
            block_type: string;
            description: string;
            json_schema: {
                [key: string]: unknown;
            };
        };
        /**
         * @description Kinds of browser.
         * @enum {string}
         */
        BrowserType: "msedge" | "chrome" | "stealth-chromium";
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
        /** @description `page.click(prompt=…)`. */
        ClickAction: {
            /** @description Values that the intention speaks of. */
            data?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            /** @description What is to be done, in plain language. */
            intention: string;
            selector?: string | null;
            /** @description Milliseconds; taken and not needed. */
            timeout?: number | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ai_click";
        };
        /** @description Who has the controls of a browser. */
        ControlAnswer: {
            holder: string;
            reason: string;
            run_id: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            since: string;
        };
        /** @description A credential without its secrets. */
        CredentialAnswer: {
            browser_profile_id: string | null;
            credential: {
                [key: string]: unknown;
            };
            credential_id: string;
            credential_type: string;
            folder_id: string | null;
            last_used_at: string | null;
            name: string;
            tested_url: string | null;
            vault_type: string | null;
        };
        /** @description The body of `PATCH`: what is left out stays; `folder_id` null takes the credential out of its folder. */
        CredentialChange: {
            folder_id?: string | null;
            name?: string | null;
        };
        /** @description The body of create and update. */
        CredentialRequest: {
            /** @default false */
            auto_profile_disabled?: boolean;
            browser_profile_id?: string | null;
            credential: components["schemas"]["PasswordFields"] | components["schemas"]["CardFields"] | components["schemas"]["SecretFields"];
            /** @enum {string} */
            credential_type: "password" | "credit_card" | "secret";
            name: string;
            /** @default false */
            pin_saved_session_ip?: boolean;
            /** @description A published name, {country, subdivision, city, isISP}, {url}, or null. */
            proxy_location?: unknown;
            proxy_session_id?: string | null;
            /** @default false */
            rotate_proxy_session_id?: boolean;
            tested_url?: string | null;
            vault_type?: string | null;
        };
        /**
         * @description The kinds of credential.
         * @enum {string}
         */
        CredentialType: "password" | "credit_card" | "secret";
        /** @description One day, UTC. */
        DayFigures: {
            completed: number;
            cost: number;
            day: string;
            failed: number;
            other: number;
            tokens: number;
        };
        /**
         * @description What is written down.
         * @enum {string}
         */
        Deed: "key_created" | "key_revoked" | "credential_created" | "credential_changed" | "credential_deleted" | "credential_used" | "control_taken" | "control_released" | "control_lapsed" | "run_deleted" | "organization_changed";
        /** @description That it was deleted. */
        Deleted: {
            ok: boolean;
        };
        /** @description A webhook; `delivery_id` is what its receiver gets as `webhook-id`. */
        DeliveryAnswer: {
            attempt: number | null;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            delivered_at: string | null;
            delivery_id: string;
            given_up_at: string | null;
            last_error: string | null;
            last_status: number | null;
            next_try_at: string | null;
            run_id: string;
            status: components["schemas"]["DeliveryStatus"];
            tries: number;
            url: string;
        };
        /** @description A page of webhooks, newest first. */
        DeliveryPage: {
            deliveries: components["schemas"]["DeliveryAnswer"][];
            page: number;
            page_size: number;
            total_count: number;
        };
        /**
         * @description How far a delivery has come.
         * @enum {string}
         */
        DeliveryStatus: "pending" | "delivered" | "failed";
        /** @description How a demonstration stands. */
        DemonstrationAnswer: {
            browser_session_id: string;
            recording: boolean;
            steps: components["schemas"]["ShownStep"][];
            workflow_definition: {
                [key: string]: unknown;
            };
        };
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
        /**
         * @description Extensions of a browser.
         * @enum {string}
         */
        Extension: "ad-blocker" | "captcha-solver";
        /** @description `page.extract(…)`. */
        ExtractAction: {
            data?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            error_code_mapping?: {
                [key: string]: string;
            } | null;
            extract_schema?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            intention?: string | null;
            prompt: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "extract";
        };
        /** @description One reason for which runs failed, with the newest that did. */
        FailureFigures: {
            /** @description UTC, ISO 8601 without a zone. */
            at: string;
            category: string;
            count: number;
            reason: string;
            run_id: string;
            title: string;
        };
        /** @description What is wrong with one field of a request. */
        FieldProblem: {
            loc: (string | number)[];
            msg: string;
            type: string;
        };
        /** @description What happened in the last days, and what is under way. */
        FiguresAnswer: {
            by_day: components["schemas"]["DayFigures"][];
            complete: boolean;
            cost: number;
            days: number;
            failures: components["schemas"]["FailureFigures"][];
            median_seconds: number | null;
            median_waiting_seconds: number | null;
            p95_seconds: number | null;
            queue: components["schemas"]["QueueFigures"];
            runs: number;
            /** @description UTC, ISO 8601 without a zone. */
            since: string;
            success_rate: number | null;
            tokens: number;
            workflows: components["schemas"]["WorkflowFigures"][];
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
        /** @description A file or folder of a script. */
        FileNode: {
            children: {
                [key: string]: components["schemas"]["FileNode"];
            } | null;
            content_hash: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            mime_type: string | null;
            size: number | null;
            /** @enum {string} */
            type: "file" | "directory";
        };
        /** @description What one look has found: `good` is null for what is worth knowing but not broken. */
        FindingAnswer: {
            about: string;
            good: boolean | null;
            mend: string;
            says: string;
        };
        /** @description One moment at which a schedule was due, and what became of it. */
        FireAnswer: {
            /** @description UTC, ISO 8601 without a zone. */
            at: string;
            /** @description UTC, ISO 8601 without a zone. */
            due_at: string;
            outcome: components["schemas"]["Outcome"];
            reason: string | null;
            run_id: string | null;
        };
        /** @description A folder. */
        FolderAnswer: {
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            description: string | null;
            folder_id: string;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            organization_id: string;
            title: string;
            /** @default 0 */
            workflow_count: number;
        };
        /** @description The body that changes a folder; what is left out stays. */
        FolderChange: {
            description?: string | null;
            title?: string | null;
        };
        /** @description What became of a folder. */
        FolderDeleted: {
            folder_id: string;
            status: string;
            workflows_deleted: boolean;
        };
        /** @description Which folder a workflow goes to; null takes it out of its folder. */
        FolderPlace: {
            folder_id?: string | null;
        };
        /** @description The body that makes a folder. */
        FolderRequest: {
            description?: string | null;
            title: string;
        };
        /** @description `page.fill(prompt=…)`, `page.type(prompt=…)`. */
        InputTextAction: {
            /** @description Values that the intention speaks of. */
            data?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            /** @description What is to be done, in plain language. */
            intention: string;
            selector?: string | null;
            /** @description Milliseconds; taken and not needed. */
            timeout?: number | null;
            totp_identifier?: string | null;
            totp_url?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ai_input_text";
            value?: string | null;
        };
        /** @description One set of values and how its run stands: a status of runs, `waiting`, or `refused`. */
        ItemAnswer: {
            failure_reason: string | null;
            finished_at: string | null;
            number: number;
            output: unknown;
            parameters: {
                [key: string]: unknown;
            };
            run_id: string | null;
            started_at: string | null;
            status: string;
            tries: number;
        };
        /** @description A page of a batch's items, in their order. */
        ItemPage: {
            items: components["schemas"]["ItemAnswer"][];
            page: number;
            page_size: number;
            total_count: number;
        };
        /** @description A key, without its text. */
        KeyAnswer: {
            api_key_id: string;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            expires_at: string | null;
            name: string;
            revoked_at: string | null;
            scope: components["schemas"]["Scope"];
        };
        /** @description An organisation's keys, oldest first. */
        KeyList: {
            keys: components["schemas"]["KeyAnswer"][];
        };
        /** @description The body that makes a key. */
        KeyRequest: {
            expires_at?: string | null;
            /** @default key */
            name?: string;
            /**
             * @description read, run, write or admin; each may do what those before it may.
             * @default admin
             */
            scope?: components["schemas"]["Scope"];
        };
        /** @description A link that opens the live view of one run or session without an API key. */
        LiveLinkAnswer: {
            /** @description UTC, ISO 8601 without a zone. */
            expires_at: string;
            /** @description The same without scheme and host, for pages of our own origin. */
            path: string;
            /** @description The websocket's address; docs/how-to/live-view.md tells what it speaks. */
            url: string;
        };
        /** @description What a live link is for; an absent body asks for one that shows and takes over for ten minutes. */
        LiveLinkRequest: {
            /**
             * @description Whether who has the link may take the controls, not only look.
             * @default true
             */
            control?: boolean;
            /**
             * @description Who it is given to, told to others while they hold the controls.
             * @default
             */
            name?: string;
            /**
             * @description How long the link opens the live view.
             * @default 600
             */
            seconds?: number;
        };
        /** @description `page.locator(prompt=…)`. */
        LocateAction: {
            prompt: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "locate_element";
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
        /** @description Why a request cannot be taken as it is: the fields that do not fit its schema, or a sentence. */
        Misfit: {
            detail: components["schemas"]["FieldProblem"][] | string;
        };
        /**
         * @description What happens to moments at which no worker was there.
         * @enum {string}
         */
        Missed: "run_once" | "run_all" | "skip";
        /** @description One request to a language model. */
        ModelCall: {
            answer_tokens: number | null;
            answered_at: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            asked_at: string;
            cost: number;
            model: string;
            prompt_tokens: number | null;
            settled: boolean;
            step_order: number | null;
            tokens: number;
            workflow_run_block_id: string | null;
        };
        /** @description A new key; its text is shown this once. */
        NewKeyAnswer: {
            api_key: string;
            api_key_id: string;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            expires_at: string | null;
            name: string;
            revoked_at: string | null;
            scope: components["schemas"]["Scope"];
        };
        /** @description A new organisation and its first key, whose text is shown this once. */
        NewOrganizationAnswer: {
            api_key: string;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            name: string;
            organization_id: string;
        };
        /** @description A schedule and when it is due next. */
        OneSchedule: {
            next_runs: string[];
            schedule: components["schemas"]["ScheduleAnswer"];
        };
        /** @description The code that a credential's authenticator shows now. */
        OneTimeCodeAnswer: {
            code: string;
            seconds_left: number;
        };
        /** @description An organisation. */
        OrganizationAnswer: {
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            name: string;
            organization_id: string;
        };
        /** @description Organisations, oldest first. */
        OrganizationList: {
            organizations: components["schemas"]["OrganizationAnswer"][];
        };
        /** @description The body that makes or renames an organisation. */
        OrganizationRequest: {
            name: string;
        };
        /**
         * @description What became of one moment at which a schedule was due.
         * @enum {string}
         */
        Outcome: "started" | "skipped" | "missed" | "refused";
        /**
         * @description What happens when a schedule is due while a run of its own has not ended.
         * @enum {string}
         */
        Overlap: "allow" | "skip" | "queue" | "cancel";
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
        /** @description A profile. */
        ProfileAnswer: {
            browser_profile_id: string;
            browser_profile_key_digest: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            deleted_at: string | null;
            description: string | null;
            /** @default false */
            is_managed: boolean;
            last_verified_login_at: string | null;
            linked_credential_name: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            name: string;
            organization_id: string;
            proxy_location: unknown;
            proxy_session_id: string | null;
            source_browser_type: string | null;
            workflow_permanent_id: string | null;
        };
        /** @description The body that changes a profile; what is left out stays. */
        ProfileChange: {
            description?: string | null;
            name?: string | null;
            /** @description A published name, {country, subdivision, city, isISP}, {url}, or null. */
            proxy_location?: unknown;
            proxy_session_id?: string | null;
            /** @default false */
            rotate_proxy_session_id?: boolean;
        };
        /** @description The body that makes a profile; without a session and a run it is empty. */
        ProfileRequest: {
            browser_session_id?: string | null;
            description?: string | null;
            name: string;
            /** @description A published name, {country, subdivision, city, isISP}, {url}, or null. */
            proxy_location?: unknown;
            proxy_session_id?: string | null;
            workflow_run_id?: string | null;
        };
        /** @description A state that a profile has or had. */
        ProfileVersionAnswer: {
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            current: boolean;
            size_bytes: number | null;
            source: string | null;
            version: number;
        };
        /** @description `page.prompt(…)`. */
        PromptAction: {
            model?: {
                [key: string]: unknown;
            } | string | null;
            prompt: string;
            response_schema?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "prompt";
        };
        /** @description What has not ended yet. */
        QueueFigures: {
            oldest_waiting_seconds: number | null;
            paused: number;
            running: number;
            waiting: number;
        };
        /** @description Why the server did not do it: a sentence. */
        Refusal: {
            detail: string;
        };
        /** @description How many webhooks wait again. */
        Replayed: {
            replayed: number;
        };
        /** @description Which webhooks to send again. */
        ReplayRequest: {
            /** @default false */
            all_failed?: boolean;
            delivery_ids?: string[] | null;
        };
        /** @description The run that carried the action out, and what came of it. */
        RunActionAnswer: {
            result: unknown;
            workflow_run_id: string;
        };
        /** @description One action on the page that a program has open. */
        RunActionRequest: {
            action: components["schemas"]["ClickAction"] | components["schemas"]["InputTextAction"] | components["schemas"]["SelectOptionAction"] | components["schemas"]["UploadFileAction"] | components["schemas"]["ActAction"] | components["schemas"]["ExtractAction"] | components["schemas"]["ValidateAction"] | components["schemas"]["PromptAction"] | components["schemas"]["LocateAction"];
            browser_address?: string | null;
            browser_session_id?: string | null;
            /** @description The page's address; of several open pages it says which. */
            url: string;
            /** @description The run of an earlier action of the same program. */
            workflow_run_id?: string | null;
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
            browser_seed_source: string | null;
            browser_session_id: string | null;
            browser_settings_receipt: {
                [key: string]: unknown;
            } | null;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            downloaded_files: components["schemas"]["FileInfo"][] | null;
            errors: components["schemas"]["RunError"][] | null;
            failure_reason: string | null;
            finished_at: string | null;
            max_screenshot_scrolls: number | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            next_attempt_at: string | null;
            output: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            queue_position: number | null;
            queue_reason: string | null;
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
            warnings: string[];
        };
        /** @description The body of `POST /v1/run/workflows/blocks`. */
        RunBlocksRequest: {
            ai_fallback?: boolean | null;
            /** @description Blocks at the top of the workflow; the others are left. */
            block_labels: string[];
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
            /** @description Of waiting runs the highest goes first. */
            priority?: number | null;
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
            /** @description Whether to keep a Playwright trace, which slows the browser down. */
            trace?: boolean | null;
            webhook_url?: string | null;
            /** @description The `wpid_` of the workflow; `agent_id` is accepted too. */
            workflow_id: string;
        };
        /** @description Everything about a run, as `GET /v1/workflows/runs/{run_id}` and the webhook tell it. */
        RunDetailAnswer: {
            agent_id: string;
            agent_run_id: string;
            ai_fallback: boolean | null;
            app_url: string | null;
            /** @default 1 */
            attempt: number;
            attempts: {
                [key: string]: unknown;
            }[];
            browser_address: string | null;
            browser_profile_id: string | null;
            browser_seed_source: string | null;
            browser_session_id: string | null;
            browser_settings_receipt: {
                [key: string]: unknown;
            } | null;
            browser_sink_profile_id: string | null;
            browser_type: string | null;
            /** @default 0 */
            cached_credits_used: number;
            cdp_connect_headers: {
                [key: string]: string;
            } | null;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            /** @default 0 */
            credits_used: number;
            downloaded_file_urls: string[] | null;
            downloaded_files: components["schemas"]["FileInfo"][] | null;
            errors: components["schemas"]["RunError"][] | null;
            extra_http_headers: {
                [key: string]: string;
            } | null;
            failure_category: {
                [key: string]: unknown;
            }[] | null;
            failure_reason: string | null;
            finished_at: string | null;
            max_screenshot_scrolls: number | null;
            model_tokens: number | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            next_attempt_at: string | null;
            output: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            outputs: {
                [key: string]: unknown;
            } | null;
            parameters: {
                [key: string]: unknown;
            };
            proxy_location: unknown;
            queue_position: number | null;
            queue_reason: string | null;
            queued_at: string | null;
            /** @default false */
            recording_archived: boolean;
            recording_url: string | null;
            recording_urls: string[] | null;
            retried_by_workflow_run_id: string | null;
            retried_from_workflow_run_id: string | null;
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
            task_v2: {
                [key: string]: unknown;
            } | null;
            total_cost: number | null;
            total_steps: number | null;
            totp_identifier: string | null;
            totp_verification_url: string | null;
            warnings: string[];
            webhook_callback_url: string | null;
            webhook_failure_reason: string | null;
            workflow_id: string;
            workflow_permanent_id: string;
            workflow_run_id: string;
            workflow_title: string | null;
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
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            created_by: string | null;
            failure_reason: string | null;
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
            workflow_title: string | null;
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
            /** @description Of waiting runs the highest goes first. */
            priority?: number | null;
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
            /** @description Whether to keep a Playwright trace, which slows the browser down. */
            trace?: boolean | null;
            webhook_url?: string | null;
            /** @description The `wpid_` of the workflow; `agent_id` is accepted too. */
            workflow_id: string;
        };
        /**
         * @description Where a run stands; the last five are final.
         * @enum {string}
         */
        RunStatus: "created" | "queued" | "running" | "paused" | "completed" | "failed" | "terminated" | "canceled" | "timed_out";
        /** @description What happened to a run's tags, latest first. */
        RunTagHistory: {
            events: components["schemas"]["TagEventAnswer"][];
            workflow_run_id: string;
        };
        /** @description The tags of a run. */
        RunTagsAnswer: {
            tags: components["schemas"]["TagAnswer"][];
            workflow_run_id: string;
        };
        /** @description The tags of several runs, by their ids. */
        RunTagsBatch: {
            run_tags: {
                [key: string]: components["schemas"]["TagItem"][];
            };
        };
        /** @description Whose tags to tell. */
        RunTagsBatchRequest: {
            workflow_run_ids?: string[] | null;
        };
        /** @description How many runs a list without pages would show. */
        RunTotals: {
            by_status: {
                [key: string]: number;
            };
            total: number;
        };
        /** @description A workflow for one of the sample sites, to begin with. */
        SampleAnswer: {
            description: string | null;
            json_definition: {
                [key: string]: unknown;
            };
            name: string;
            site: string;
            sites: string;
            title: string;
        };
        /** @description A workflow version that was just saved. */
        SavedWorkflowAnswer: {
            /** @default false */
            adaptive_caching: boolean;
            agent_id: string;
            /** @default true */
            ai_fallback: boolean;
            allowed_origins: string[] | null;
            browser_profile_id: string | null;
            browser_profile_key: string | null;
            browser_type: string | null;
            cache_key: string | null;
            cdp_connect_headers: {
                [key: string]: string;
            } | null;
            code_version: number | null;
            /** @default false */
            copilot_authored: boolean;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            created_by: string | null;
            deleted_at: string | null;
            description: string | null;
            edited_by: string | null;
            effective_default_engine: string | null;
            /** @default false */
            enable_self_healing: boolean;
            extra_http_headers: {
                [key: string]: string;
            } | null;
            folder_id: string | null;
            /** @default false */
            generate_script_on_terminal: boolean;
            import_error: string | null;
            is_saved_task: boolean;
            /** @default false */
            is_template: boolean;
            /** @default false */
            mask_secrets: boolean;
            max_elapsed_time_minutes: number | null;
            max_screenshot_scrolls: number | null;
            model: {
                [key: string]: unknown;
            } | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            organization_id: string;
            original_created_at: string | null;
            original_created_by: string | null;
            /** @default false */
            persist_browser_session: boolean;
            /** @default false */
            pin_saved_session_ip: boolean;
            proxy_location: unknown;
            /** @default false */
            reuse_browser_session: boolean;
            run_sequentially: boolean | null;
            /** @default agent */
            run_with: string;
            sequential_key: string | null;
            /** @default published */
            status: components["schemas"]["WorkflowStatus"];
            title: string;
            totp_identifier: string | null;
            totp_verification_url: string | null;
            version: number;
            /** @description What in the definition has no effect: keys and names that mean nothing. */
            warnings: string[];
            webhook_callback_url: string | null;
            workflow_definition: {
                [key: string]: unknown;
            };
            workflow_id: string;
            workflow_permanent_id: string;
        };
        /** @description A schedule. */
        ScheduleAnswer: {
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            cron_expression: string | null;
            deleted_at: string | null;
            description: string | null;
            dispatch_status: string | null;
            enabled: boolean;
            first_fire_at: string | null;
            interval_seconds: number | null;
            /** @default run_once */
            missed_policy: components["schemas"]["Missed"];
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            name: string | null;
            organization_id: string;
            /** @default allow */
            overlap_policy: components["schemas"]["Overlap"];
            parameters: {
                [key: string]: unknown;
            } | null;
            run_at: string | null;
            temporal_schedule_id: string | null;
            timezone: string;
            workflow_permanent_id: string;
            workflow_run_id: string | null;
            workflow_schedule_id: string;
        };
        /** @description The last moments of a schedule, newest first. */
        ScheduleFires: {
            fires: components["schemas"]["FireAnswer"][];
        };
        /** @description A schedule in the list of all. */
        ScheduleListItem: {
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            cron_expression: string | null;
            deleted_at: string | null;
            description: string | null;
            dispatch_status: string | null;
            enabled: boolean;
            first_fire_at: string | null;
            interval_seconds: number | null;
            /** @default run_once */
            missed_policy: components["schemas"]["Missed"];
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            name: string | null;
            next_run: string | null;
            organization_id: string;
            /** @default allow */
            overlap_policy: components["schemas"]["Overlap"];
            parameters: {
                [key: string]: unknown;
            } | null;
            run_at: string | null;
            temporal_schedule_id: string | null;
            timezone: string;
            workflow_permanent_id: string;
            workflow_run_id: string | null;
            workflow_schedule_id: string;
            workflow_title: string | null;
        };
        /** @description A page of all schedules. */
        SchedulePage: {
            page: number;
            page_size: number;
            schedules: components["schemas"]["ScheduleListItem"][];
            total_count: number;
        };
        /** @description The body that makes a schedule, or replaces one whole. */
        ScheduleRequest: {
            cron_expression?: string | null;
            description?: string | null;
            /** @default true */
            enabled?: boolean;
            /** @description When an interval begins. */
            first_fire_at?: string | null;
            interval_seconds?: number | null;
            /**
             * @description After a time without a worker: one run for all missed moments, all, or none.
             * @default run_once
             */
            missed_policy?: components["schemas"]["Missed"];
            name?: string | null;
            /**
             * @description When an earlier run of it has not ended: run both, skip, queue, or cancel that one.
             * @default allow
             */
            overlap_policy?: components["schemas"]["Overlap"];
            parameters?: {
                [key: string]: unknown;
            } | null;
            /** @description Run once, then. */
            run_at?: string | null;
            /** @description An IANA name such as Europe/London. */
            timezone: string;
        };
        /**
         * @description What a key may do; each may do what those before it may.
         * @enum {string}
         */
        Scope: "read" | "run" | "write" | "admin";
        /** @description A revision of a script. */
        ScriptAnswer: {
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            deleted_at: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            organization_id: string;
            run_id: string | null;
            script_id: string;
            script_revision_id: string;
            version: number;
            workflow_permanent_id: string | null;
        };
        /** @description The body that makes the next revision. */
        ScriptDeploy: {
            files: components["schemas"]["ScriptFileInput"][];
        };
        /** @description One file to keep. */
        ScriptFileInput: {
            content: string;
            /**
             * @default base64
             * @enum {string}
             */
            encoding?: "base64" | "utf-8";
            mime_type?: string | null;
            path: string;
        };
        /** @description A new revision. */
        ScriptMade: {
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            file_count: number;
            file_tree: {
                [key: string]: components["schemas"]["FileNode"];
            };
            run_id: string | null;
            script_id: string;
            version: number;
        };
        /** @description The body that makes a script. */
        ScriptRequest: {
            files?: components["schemas"]["ScriptFileInput"][] | null;
            run_id?: string | null;
            workflow_id?: string | null;
        };
        /** @description Every revision of a script, newest first. */
        ScriptVersions: {
            script_id: string;
            versions: components["schemas"]["ScriptAnswer"][];
        };
        /** @description Any single secret. */
        SecretFields: {
            secret_label?: string | null;
            /** Format: password */
            secret_value: string;
        };
        /** @description `page.select_option(prompt=…)`. */
        SelectOptionAction: {
            /** @description Values that the intention speaks of. */
            data?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            /** @description What is to be done, in plain language. */
            intention: string;
            selector?: string | null;
            /** @description Milliseconds; taken and not needed. */
            timeout?: number | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ai_select_option";
            value?: string | null;
        };
        /** @description A session. */
        SessionAnswer: {
            app_url: string | null;
            browser_address: string | null;
            browser_profile_id: string | null;
            browser_session_id: string;
            browser_settings: {
                [key: string]: unknown;
            } | null;
            browser_settings_receipt: {
                [key: string]: unknown;
            } | null;
            browser_type: components["schemas"]["BrowserType"] | null;
            completed_at: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            created_by: string | null;
            deleted_at: string | null;
            download_path: string | null;
            downloaded_files: components["schemas"]["FileInfo"][] | null;
            extensions: components["schemas"]["Extension"][] | null;
            /** @default false */
            generate_browser_profile: boolean;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            organization_id: string;
            recordings: components["schemas"]["FileInfo"][] | null;
            remaining_lifetime_seconds: number | null;
            runnable_id: string | null;
            runnable_type: string | null;
            /**
             * @default managed
             * @enum {string}
             */
            source: "managed" | "external";
            started_at: string | null;
            status: string | null;
            stream_transport: string | null;
            timeout: number | null;
            /** @default false */
            vnc_streaming_supported: boolean;
            warning: string | null;
        };
        /** @description Whether a profile is saved when the session ends. */
        SessionChange: {
            generate_browser_profile: boolean;
        };
        /** @description That a session is closed. */
        SessionClosed: {
            message: string;
        };
        /** @description By how much a session is to last longer. */
        SessionExtension: {
            additional_minutes: number;
        };
        /** @description The body that opens a session; it may be absent. */
        SessionRequest: {
            browser_profile_id?: string | null;
            browser_settings?: {
                [key: string]: unknown;
            } | null;
            browser_type?: components["schemas"]["BrowserType"] | null;
            extensions?: components["schemas"]["Extension"][] | null;
            /** @default false */
            generate_browser_profile?: boolean;
            /** @default false */
            needs_live_view?: boolean;
            /** @description A published name, {country, subdivision, city, isISP}, {url}, or null. */
            proxy_location?: unknown;
            proxy_session_id?: string | null;
            /**
             * @description Minutes; above 240 it is 240, with a warning.
             * @default 60
             */
            timeout?: number;
            url?: string | null;
        };
        /** @description One setting, read at the server's start. */
        SettingAnswer: {
            help: string;
            name: string;
            usual: boolean;
            value: string;
            variable: string;
        };
        /** @description One step of what was shown. */
        ShownStep: {
            kind: string;
            text: string;
            url: string;
        };
        /** @description A tag, since when it is there, and how it came. */
        TagAnswer: {
            color: string;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            key: string;
            /** @description UTC, ISO 8601 without a zone. */
            set_at: string;
            set_by: string;
            source: string;
            value: string;
        };
        /** @description A tag to take away. */
        TagDeleteInput: {
            key: string;
        };
        /** @description One change of a tag. */
        TagEventAnswer: {
            color: string;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            event_type: string;
            key: string;
            /** @description UTC, ISO 8601 without a zone. */
            set_at: string;
            set_by: string;
            source: string;
            tag_event_id: string;
            value: string;
        };
        /** @description A tag to set. */
        TagInput: {
            color?: string | null;
            key: string;
            /** @default  */
            value?: string;
        };
        /** @description A tag. */
        TagItem: {
            color: string;
            key: string;
            value: string;
        };
        /** @description A key, what it is for, and on how many workflows it is. */
        TagKeyAnswer: {
            description: string | null;
            key: string;
            /** @default 0 */
            workflow_count: number;
        };
        /** @description What a key is for. */
        TagKeyChange: {
            description?: string | null;
        };
        /** @description Off how many things a key was taken. */
        TagKeyDeleted: {
            key: string;
            removed_count: number;
            removed_from_run_count: number;
            removed_from_workflow_count: number;
        };
        /** @description Which tags to set and which to take away. */
        TagsRequest: {
            /** @description A colour for the tag of each of these keys. */
            colors?: {
                [key: string]: string | null;
            } | null;
            tags?: components["schemas"]["TagInput"][] | null;
            tags_to_delete?: components["schemas"]["TagDeleteInput"][] | null;
        };
        /** @description A value of a key, its colour, and on how many workflows it is. */
        TagValueAnswer: {
            color: string;
            key: string;
            value: string;
            /** @default 0 */
            workflow_count: number;
        };
        /** @description A value's new colour. */
        TagValueColor: {
            color: string;
            value: string;
        };
        /** @description Off how many things a value was taken. */
        TagValueDeleted: {
            key: string;
            removed_count: number;
            removed_from_run_count: number;
            removed_from_workflow_count: number;
            value: string;
        };
        /** @description A value's new name. */
        TagValueRename: {
            new_value: string;
            value: string;
        };
        /** @description A renamed value and on how many workflows it is. */
        TagValueRenamed: {
            color: string;
            key: string;
            renamed_workflow_count: number;
            value: string;
        };
        /** @description Which value of the key. */
        TagValueRequest: {
            value: string;
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
            created_at: string | null;
            description: string | null;
            download_triggered: boolean | null;
            downloaded_files: string[] | null;
            element_id: string | null;
            intention: string | null;
            is_checked: boolean | null;
            modified_at: string | null;
            reasoning: string | null;
            response: string | null;
            screenshot_artifact_id: string | null;
            skyvern_element_data: {
                [key: string]: unknown;
            } | null;
            status: string | null;
            step_order: number | null;
            task_id: string | null;
            text: string | null;
            url: string | null;
            workflow_run_id: string | null;
        };
        /** @description One execution of a block. */
        TimelineBlock: {
            actions: components["schemas"]["TimelineAction"][];
            attachments: string[] | null;
            attempt_number: number | null;
            block_type: string;
            block_workflow_run_id: string | null;
            body: string | null;
            complete_criterion: string | null;
            /** @default false */
            continue_on_failure: boolean;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            current_index: number | null;
            current_value: string | null;
            data_extraction_goal: string | null;
            data_schema: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            description: string | null;
            downloaded_file_count: number | null;
            duration: number | null;
            engine: string | null;
            error_codes: string[];
            evidence: string | null;
            executed_branch_expression: string | null;
            executed_branch_id: string | null;
            executed_branch_next_block: string | null;
            executed_branch_result: boolean | null;
            failure_reason: string | null;
            final_url: string | null;
            finish_reason: string | null;
            /** @default false */
            include_action_history_in_verification: boolean | null;
            /** @default true */
            include_extracted_text: boolean;
            instructions: string | null;
            label: string | null;
            loop_values: unknown[] | null;
            mind: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            navigation_goal: string | null;
            navigation_payload: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            negative_descriptor: string | null;
            organization_id: string;
            output: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            parent_workflow_run_block_id: string | null;
            positive_descriptor: string | null;
            prompt: string | null;
            recipients: string[] | null;
            script_run: {
                [key: string]: unknown;
            } | null;
            status: string | null;
            subject: string | null;
            task_id: string | null;
            terminate_criterion: string | null;
            url: string | null;
            workflow_run_block_id: string;
            workflow_run_id: string;
        };
        /** @description A block with what ran inside it. */
        TimelineItem: {
            attempt: number;
            block: components["schemas"]["TimelineBlock"] | null;
            children: components["schemas"]["TimelineItem"][];
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            thought: {
                [key: string]: unknown;
            } | null;
            type: string;
        };
        /** @description A code that was kept. */
        TotpAnswer: {
            code: string;
            content: string;
            created_at: string;
            expired_at: string | null;
            modified_at: string;
            organization_id: string;
            otp_type: string | null;
            source: string | null;
            task_id: string | null;
            totp_code_id: string;
            totp_identifier: string;
            type: string | null;
            workflow_id: string | null;
            workflow_run_id: string | null;
        };
        /** @description The body of `POST /v1/credentials/totp`: a message with a second factor, as it came. */
        TotpRequest: {
            content: string;
            expired_at?: string | null;
            source?: string | null;
            task_id?: string | null;
            totp_identifier: string;
            type?: ("totp" | "magic_link") | null;
            workflow_id?: string | null;
            workflow_run_id?: string | null;
        };
        /** @description An uploaded file: pass `file_id` or the URL as a parameter of type file_url. */
        UploadAnswer: {
            expires_at: string | null;
            file_id: string;
            presigned_url: string;
            s3_uri: string;
        };
        /** @description `page.upload_file(prompt=…)`. */
        UploadFileAction: {
            /** @description Values that the intention speaks of. */
            data?: {
                [key: string]: unknown;
            } | unknown[] | string | null;
            file_url?: string | null;
            /** @description What is to be done, in plain language. */
            intention: string;
            selector?: string | null;
            /** @description Milliseconds; taken and not needed. */
            timeout?: number | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ai_upload_file";
        };
        /** @description `page.validate(…)`. */
        ValidateAction: {
            model?: {
                [key: string]: unknown;
            } | string | null;
            prompt: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "validate";
        };
        /** @description Whether a definition could be saved. */
        ValidationAnswer: {
            errors: string[];
            valid: boolean;
            warnings: string[];
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
            /** @default false */
            adaptive_caching: boolean;
            agent_id: string;
            /** @default true */
            ai_fallback: boolean;
            allowed_origins: string[] | null;
            browser_profile_id: string | null;
            browser_profile_key: string | null;
            browser_type: string | null;
            cache_key: string | null;
            cdp_connect_headers: {
                [key: string]: string;
            } | null;
            code_version: number | null;
            /** @default false */
            copilot_authored: boolean;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            created_by: string | null;
            deleted_at: string | null;
            description: string | null;
            edited_by: string | null;
            effective_default_engine: string | null;
            /** @default false */
            enable_self_healing: boolean;
            extra_http_headers: {
                [key: string]: string;
            } | null;
            folder_id: string | null;
            /** @default false */
            generate_script_on_terminal: boolean;
            import_error: string | null;
            is_saved_task: boolean;
            /** @default false */
            is_template: boolean;
            /** @default false */
            mask_secrets: boolean;
            max_elapsed_time_minutes: number | null;
            max_screenshot_scrolls: number | null;
            model: {
                [key: string]: unknown;
            } | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            organization_id: string;
            original_created_at: string | null;
            original_created_by: string | null;
            /** @default false */
            persist_browser_session: boolean;
            /** @default false */
            pin_saved_session_ip: boolean;
            proxy_location: unknown;
            /** @default false */
            reuse_browser_session: boolean;
            run_sequentially: boolean | null;
            /** @default agent */
            run_with: string;
            sequential_key: string | null;
            /** @default published */
            status: components["schemas"]["WorkflowStatus"];
            title: string;
            totp_identifier: string | null;
            totp_verification_url: string | null;
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
        /** @description One workflow. */
        WorkflowFigures: {
            completed: number;
            cost: number;
            cost_by_day: number[];
            failed: number;
            /** @description UTC, ISO 8601 without a zone. */
            last_run_at: string;
            median_seconds: number | null;
            p95_seconds: number | null;
            runs: number;
            success_rate: number | null;
            title: string;
            tokens: number;
            workflow_permanent_id: string;
        };
        /** @description A run in the lists of workflow runs. */
        WorkflowRunItem: {
            ai_fallback: boolean | null;
            /** @default 1 */
            attempt: number;
            attempts: {
                [key: string]: unknown;
            }[];
            browser_address: string | null;
            browser_profile_id: string | null;
            browser_seed_source: string | null;
            browser_session_id: string | null;
            browser_settings: {
                [key: string]: unknown;
            } | null;
            browser_settings_receipt: {
                [key: string]: unknown;
            } | null;
            browser_sink_profile_id: string | null;
            browser_type: string | null;
            /** @default 0 */
            cached_credits_used: number;
            cdp_connect_headers: {
                [key: string]: string;
            } | null;
            code_gen: boolean | null;
            copilot_session_id: string | null;
            /** @description UTC, ISO 8601 without a zone. */
            created_at: string;
            created_by: string | null;
            /** @default 0 */
            credits_used: number;
            debug_session_id: string | null;
            depends_on_workflow_run_id: string | null;
            extra_http_headers: {
                [key: string]: string;
            } | null;
            failure_category: {
                [key: string]: unknown;
            }[] | null;
            failure_reason: string | null;
            fallback_attempt: number | null;
            finished_at: string | null;
            /** @default false */
            ignore_inherited_workflow_system_prompt: boolean;
            job_id: string | null;
            max_elapsed_time_minutes: number | null;
            max_screenshot_scrolls: number | null;
            /** @description UTC, ISO 8601 without a zone. */
            modified_at: string;
            next_attempt_at: string | null;
            organization_id: string;
            parent_workflow_run_id: string | null;
            proxy_location: unknown;
            queued_at: string | null;
            retried_from_workflow_run_id: string | null;
            /** @default false */
            retry_pending: boolean;
            reuse_browser_session: boolean | null;
            run_with: string | null;
            script_run: {
                [key: string]: unknown;
            } | null;
            sequential_credential_id: string | null;
            sequential_key: string | null;
            start_fresh_browser: boolean | null;
            started_at: string | null;
            status: components["schemas"]["RunStatus"];
            totp_identifier: string | null;
            totp_verification_url: string | null;
            trigger_type: string | null;
            webhook_callback_url: string | null;
            webhook_failure_reason: string | null;
            workflow_id: string;
            workflow_permanent_id: string;
            workflow_run_id: string;
            workflow_schedule_id: string | null;
            workflow_title: string | null;
        };
        /** @description The schedules of one workflow. */
        WorkflowSchedules: {
            schedules: components["schemas"]["ScheduleAnswer"][];
        };
        /**
         * @description How finished a workflow is.
         * @enum {string}
         */
        WorkflowStatus: "published" | "draft" | "auto_generated" | "importing" | "import_failed";
        /** @description What happened to a workflow's tags, latest first. */
        WorkflowTagHistory: {
            events: components["schemas"]["TagEventAnswer"][];
            workflow_permanent_id: string;
        };
        /** @description The tags of a workflow. */
        WorkflowTagsAnswer: {
            tags: components["schemas"]["TagAnswer"][];
            workflow_permanent_id: string;
        };
        /** @description The tags of several workflows, by their ids. */
        WorkflowTagsBatch: {
            workflow_tags: {
                [key: string]: components["schemas"]["TagItem"][];
            };
        };
        /** @description Whose tags to tell. */
        WorkflowTagsBatchRequest: {
            workflow_permanent_ids?: string[] | null;
        };
        /** @description How many workflows a list without pages would show. */
        WorkflowTotal: {
            total: number;
        };
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_control: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "runs" | "browser_sessions";
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlAnswer"] | null;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    release_control: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "runs" | "browser_sessions";
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlAnswer"] | null;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    make_live_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "runs" | "browser_sessions";
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LiveLinkRequest"] | null;
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveLinkAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_audit_entries: {
        parameters: {
            query?: {
                deed?: components["schemas"]["Deed"] | null;
                page?: number;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_batches: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                workflow_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPage"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    create_batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    cancel_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_batch_items: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                status?: ("waiting" | "refused" | "created" | "queued" | "running" | "paused" | "completed" | "failed" | "terminated" | "canceled" | "timed_out") | null;
            };
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemPage"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    pause_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    batch_results: {
        parameters: {
            query?: {
                format?: "json" | "csv";
            };
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    }[];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    resume_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    retry_failed_items: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    create_batch_from_file: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    at_once?: number;
                    /** Format: binary */
                    file: string;
                    /** @description JSON of further fields of a run. */
                    options?: string;
                    title?: string;
                    webhook_url?: string;
                    workflow_id: string;
                };
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_block_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockTypeAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_browser_profiles: {
        parameters: {
            query?: {
                include_deleted?: boolean;
                managed?: boolean | null;
                page?: number;
                page_size?: number;
                search_key?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    create_browser_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_browser_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    delete_browser_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    update_browser_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_browser_profile_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileVersionAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    restore_browser_profile_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                profile_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileVersionAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_browser_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    create_browser_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SessionRequest"] | null;
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_browser_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                browser_session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    update_browser_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                browser_session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionChange"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    devtools_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                browser_session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    close_browser_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                browser_session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionClosed"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_demonstration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                browser_session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemonstrationAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    begin_demonstration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                browser_session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemonstrationAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    finish_demonstration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                browser_session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemonstrationAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    extend_browser_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                browser_session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionExtension"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    browser_session_history: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    browser_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserType"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    change_credential: {
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
                "application/json": components["schemas"]["CredentialChange"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    make_one_time_code: {
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTimeCodeAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_totp_codes: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                totp_identifier?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    send_totp_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    examine: {
        parameters: {
            query?: {
                /** @description Ask the configured models a small question each. */
                ask?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    figures: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FiguresAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_files: {
        parameters: {
            query?: {
                kind?: ("downloaded" | "uploaded" | "recording")[] | null;
                page?: number;
                page_size?: number;
                search?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_folders: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                search?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    create_folder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FolderRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_folder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                folder_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    update_folder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                folder_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FolderChange"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    delete_folder: {
        parameters: {
            query?: {
                delete_workflows?: boolean;
            };
            header?: never;
            path: {
                folder_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderDeleted"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    heartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    create_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    revoke_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    rotate_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                api_key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_organizations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationList"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    create_organization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewOrganizationAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    delete_organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    rename_organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    run_tags_of: {
        parameters: {
            query?: {
                /** @description Ids, separated by commas. */
                workflow_run_ids?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTagsBatch"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    run_tags_of_many: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunTagsBatchRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTagsBatch"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    run_blocks: {
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
                "application/json": components["schemas"]["RunBlocksRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_runs: {
        parameters: {
            query?: {
                created_at_end?: string | null;
                created_at_start?: string | null;
                error_code?: string | null;
                failure_category?: string | null;
                page?: number;
                page_size?: number;
                run_type?: string[] | null;
                search_key?: string | null;
                /** @description A minus before it: backwards. */
                sort?: "created_at" | "-created_at" | "started_at" | "-started_at" | "finished_at" | "-finished_at" | "title" | "-title" | "status";
                status?: components["schemas"]["RunStatus"][] | null;
                /** @description Each `key` or `key:value`; all of them. */
                tags?: string[] | null;
                workflow_permanent_id?: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunListItem"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    delete_run: {
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    follow_run: {
        parameters: {
            query?: never;
            header?: {
                "last-event-id"?: number | null;
            };
            path: {
                /** @description `wr_…` */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    run_model_calls: {
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelCall"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReplayAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_run_tags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTagsAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    apply_run_tags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTagsAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    delete_run_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTagsAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    run_tag_history: {
        parameters: {
            query?: {
                key?: string | null;
                limit?: number;
                since?: string | null;
            };
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTagHistory"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineItem"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkCancelAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    follow_runs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    run_totals: {
        parameters: {
            query?: {
                created_at_end?: string | null;
                created_at_start?: string | null;
                error_code?: string | null;
                failure_category?: string | null;
                run_type?: string[] | null;
                search_key?: string | null;
                status?: components["schemas"]["RunStatus"][] | null;
                /** @description Each `key` or `key:value`; all of them. */
                tags?: string[] | null;
                workflow_permanent_id?: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTotals"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_samples: {
        parameters: {
            query?: {
                /** @description Where `skyvern sites` serves (SKYVERN_SAMPLE_SITES). */
                sites?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_schedules: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                search?: string | null;
                status?: ("active" | "paused") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePage"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_scripts: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    create_script: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptMade"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_script: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                script_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    deploy_script: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                script_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptDeploy"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptMade"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    run_script: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                script_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    script_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                script_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptVersions"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    run_action: {
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
                "application/json": components["schemas"]["RunActionRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunActionAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_tag_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagKeyAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    delete_tag_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagKeyDeleted"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    update_tag_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagKeyChange"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagKeyAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_tag_values: {
        parameters: {
            query?: {
                key?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagValueAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    delete_tag_value: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagValueRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagValueDeleted"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    update_tag_value: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagValueColor"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagValueAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    rename_tag_value: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagValueRename"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagValueRenamed"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_deliveries: {
        parameters: {
            query?: {
                page?: number;
                page_size?: number;
                run_id?: string | null;
                status?: components["schemas"]["DeliveryStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    replay_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    replay_deliveries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    workflow_tags_of: {
        parameters: {
            query?: {
                /** @description Ids, separated by commas. */
                workflow_permanent_ids?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowTagsBatch"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    workflow_tags_of_many: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowTagsBatchRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowTagsBatch"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_workflows: {
        parameters: {
            query?: {
                folder_id?: string | null;
                only_saved_tasks?: boolean;
                only_templates?: boolean;
                only_workflows?: boolean;
                page?: number;
                page_size?: number;
                search_key?: string | null;
                status?: components["schemas"]["WorkflowStatus"][] | null;
                tags?: string[] | null;
                template?: boolean;
                title?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedWorkflowAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedWorkflowAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    reset_profile: {
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    move_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FolderPlace"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_workflow_runs: {
        parameters: {
            query?: {
                created_at_end?: string | null;
                created_at_start?: string | null;
                error_code?: string | null;
                failure_category?: string | null;
                page?: number;
                page_size?: number;
                search_key?: string | null;
                status?: components["schemas"]["RunStatus"][] | null;
                /** @description Each `key` or `key:value`; all of them. */
                tags?: string[] | null;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRunItem"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_workflow_schedules: {
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowSchedules"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    create_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSchedule"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
                workflow_schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSchedule"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    update_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
                workflow_schedule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSchedule"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    delete_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
                workflow_schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    cancel_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
                workflow_schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSchedule"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    disable_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
                workflow_schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSchedule"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    enable_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
                workflow_schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSchedule"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_schedule_fires: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
                workflow_schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleFires"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    get_workflow_tags: {
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowTagsAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    apply_workflow_tags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsRequest"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowTagsAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    delete_workflow_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowTagsAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    workflow_tag_history: {
        parameters: {
            query?: {
                key?: string | null;
                limit?: number;
                since?: string | null;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowTagHistory"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    offer_workflow: {
        parameters: {
            query?: {
                is_template?: boolean;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    workflow_versions: {
        parameters: {
            query?: {
                template?: boolean | null;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowAnswer"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    list_all_workflow_runs: {
        parameters: {
            query?: {
                created_at_end?: string | null;
                created_at_start?: string | null;
                error_code?: string | null;
                failure_category?: string | null;
                page?: number;
                page_size?: number;
                search_key?: string | null;
                status?: components["schemas"]["RunStatus"][] | null;
                /** @description Each `key` or `key:value`; all of them. */
                tags?: string[] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRunItem"][];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetailAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    continue_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AnswerRequest"] | null;
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    retry_run: {
        parameters: {
            query?: {
                from_block?: string | null;
                from_failed_block?: boolean;
            };
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
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    workflow_totals: {
        parameters: {
            query?: {
                folder_id?: string | null;
                only_saved_tasks?: boolean;
                only_templates?: boolean;
                only_workflows?: boolean;
                search_key?: string | null;
                status?: components["schemas"]["WorkflowStatus"][] | null;
                tags?: string[] | null;
                template?: boolean;
                title?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowTotal"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
    validate_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowBody"];
            };
        };
        responses: {
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationAnswer"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Misfit"];
                };
            };
        };
    };
}
