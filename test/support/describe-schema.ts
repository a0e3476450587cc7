import type pg from 'pg';

/**
 * The schema as text: tables with columns, constraints, indexes, triggers and grants; functions with their source. From
 * the catalogues, because pg_dump is not among the embedded server's programs. The queue's own schema is left out.
 */
export async function describeSchema(owner: pg.Pool): Promise<string> {
  const sections: string[] = [];
  for (const table of await lines(owner, TABLES)) {
    sections.push([`table ${table}`, ...(await lines(owner, PARTS, [table]))].join('\n'));
  }
  sections.push(...(await lines(owner, FUNCTIONS)), ...(await lines(owner, EXTENSIONS)));
  return `${sections.join('\n\n')}\n`;
}

async function lines(owner: pg.Pool, query: string, parameters: string[] = []): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(query, parameters);
  return rows.map((row) => row.line);
}

const TABLES = `
  SELECT relname AS line FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`;

const PARTS = `
  SELECT line FROM (
    SELECT 1 AS part, attnum::text AS key,
           '  ' || attname || ' ' || format_type(atttypid, atttypmod)
             || CASE WHEN attnotnull THEN ' not null' ELSE '' END
             || CASE attidentity WHEN 'a' THEN ' identity' ELSE '' END
             || coalesce(CASE attgenerated WHEN 's' THEN ' generated ' ELSE ' default ' END || pg_get_expr(adbin, adrelid), '') AS line
      FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
    UNION ALL
    -- 'n': PostgreSQL 18 lists not-null constraints, which the columns tell already.
    SELECT 2, conname, '  constraint ' || conname || ' ' || pg_get_constraintdef(oid)
      FROM pg_constraint WHERE conrelid = $1::regclass AND contype <> 'n'
    UNION ALL
    SELECT 3, i.relname, '  ' || pg_get_indexdef(i.oid)
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
      WHERE x.indrelid = $1::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.oid AND conrelid = x.indrelid)
    UNION ALL
    SELECT 4, tgname, '  ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = $1::regclass AND NOT tgisinternal
    UNION ALL
    SELECT 5, '', '  grant ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) || ' to ' || a.grantee::regrole
      FROM pg_class c, aclexplode(c.relacl) a
      WHERE c.oid = $1::regclass AND a.grantee <> c.relowner AND a.grantee <> 0 GROUP BY a.grantee
  ) AS parts ORDER BY part, CASE WHEN part = 1 THEN lpad(key, 4, '0') ELSE key END`;

const FUNCTIONS = `
  SELECT pg_get_functiondef(p.oid) || coalesce(
           (SELECT E'\\n-- execute: ' || string_agg(CASE a.grantee WHEN 0 THEN 'public' WHEN p.proowner THEN 'owner' ELSE a.grantee::regrole::text END, ', ' ORDER BY a.grantee)
              FROM aclexplode(p.proacl) a), '') AS line
    FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    ORDER BY p.proname`;

const EXTENSIONS = `SELECT 'extension ' || extname AS line FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1`;
