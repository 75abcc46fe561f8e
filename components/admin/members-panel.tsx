'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryPanel } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Table } from '@/components/ui/table';
import { api } from '@/lib/client/api';
import { fieldError } from '@/lib/client/problem';
import { ROLES, type Role } from '@/lib/domain/access/roles';

/** Who belongs to the workspace, and the way in for others: the password is shown this once. */
export function MembersPanel() {
  const queries = useQueryClient();
  const members = useQuery(api.members.list.queryOptions({ input: { limit: 200 } }));
  const invite = useMutation(
    api.members.invite.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.members.key() }) }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    invite.mutate({
      email: String(data.get('email') ?? ''),
      name: String(data.get('name') ?? ''),
      role: String(data.get('role')) as Role,
    });
  };
  return (
    <QueryPanel query={members} title="Members" skeleton="h-40">
      {(page) => (
        <>
          <Table
            caption="Members"
            captionHidden
            columns={[
              { key: 'name', header: 'Name', rowHeader: true, cell: (member) => member.name },
              { key: 'email', header: 'E-mail', cell: (member) => member.email },
              { key: 'role', header: 'Role', cell: (member) => member.role },
            ]}
            rows={page.items}
            rowKey={(member) => member.id}
          />
          <form onSubmit={submit} noValidate className="mt-3 flex flex-wrap items-end gap-3">
            <Field label="Name" error={fieldError(invite.error, 'name')}>
              {(control) => <Input {...control} name="name" autoComplete="off" />}
            </Field>
            <Field label="E-mail" error={fieldError(invite.error, 'email')}>
              {(control) => <Input {...control} name="email" type="email" autoComplete="off" />}
            </Field>
            <Field label="Role">
              {(control) => (
                <Select {...control} name="role" defaultValue="rep">
                  {ROLES.map((role) => (
                    <option key={role} value={role}>
                      {role}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Button type="submit" disabled={invite.isPending}>
              Add member
            </Button>
          </form>
          {invite.error === null ? null : <ProblemNote error={invite.error} />}
          <p role="status" className="mt-2">
            {invite.data?.password ? (
              <>
                The password of {invite.data.member.name} is <code className="font-mono">{invite.data.password}</code>.
                It is shown this once.
              </>
            ) : null}
          </p>
        </>
      )}
    </QueryPanel>
  );
}
