import type { ReactNode } from 'react';
import './data-table.css';

export type TableRow = { key: string; /** The first names the row. */ cells: ReactNode[] };

/** A table that is read by everybody: it is named, its rows too, and on a phone it is moved sideways within itself. */
export function DataTable({
  label,
  head,
  rows,
}: {
  label: string;
  head: string[];
  rows: TableRow[];
}): ReactNode {
  return (
    <div className="table-room" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...values] }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {values.map((value, index) => (
                // A cell is known by its column.
                <td key={head[index + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
