import type { Approval, StaffMember } from '@smartduka/contract';
import type { ApprovalRecord } from './approvals.js';
import type { StaffRecord } from './model.js';

export function toStaff(staff: StaffRecord): StaffMember {
  const { _id: id, name, email, role, extra, code, status, version } = staff;
  const { refund, discount } = staff.limits;
  return {
    ...{ id, name, email, role, extra: [...extra], code, status, version },
    phone: staff.phone?.masked ?? null,
    limits: { refund, discount },
    hasPin: staff.pin !== null,
    hasPassword: staff.account !== null && staff.status !== 'invited',
    createdAt: staff.createdAt.toISOString(),
    updatedAt: staff.updatedAt.toISOString(),
  };
}

export function toApproval({ _id: id, action, subject, amount, approver, expiresAt }: ApprovalRecord): Approval {
  const { id: by, name } = approver;
  return {
    id,
    action,
    subject,
    amount,
    approver: { id: by ?? '', name: name ?? '' },
    expiresAt: expiresAt.toISOString(),
  };
}
