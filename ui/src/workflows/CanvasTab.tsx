import "@xyflow/react/dist/style.css";
import { useComputedColorScheme } from "@mantine/core";
import { Background, Controls, MarkerType, ReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import { words } from "../words";
import classes from "./Canvas.module.css";
import { arrowsOf, boxesOf } from "./canvas";
import { type Path, samePath, type WorkflowDoc } from "./document";

interface Props {
  readonly doc: WorkflowDoc;
  readonly chosen: Path | null;
  readonly choose: (path: Path) => void;
}

/** The same document as boxes and arrows. */
export function Canvas({ doc, chosen, choose }: Props) {
  const scheme = useComputedColorScheme("light");
  const boxes = useMemo(() => boxesOf(doc), [doc]);
  const nodes = boxes.map((box) => ({
    id: box.id,
    position: { x: box.x, y: box.y },
    selected: samePath(box.path, chosen),
    ariaLabel: `${box.block.label}, ${box.block.block_type}`,
    data: {
      label: (
        <>
          <b>{box.block.label}</b>
          <div>{box.block.block_type}</div>
        </>
      ),
    },
  }));
  const edges = useMemo(
    () =>
      arrowsOf(doc).map((arrow) => ({
        id: arrow.id,
        source: arrow.from,
        target: arrow.to,
        label: arrow.label,
        animated: arrow.kind === "inside",
        markerEnd: { type: MarkerType.ArrowClosed },
      })),
    [doc],
  );
  return (
    <div className={classes.canvas} role="region" aria-label={words.editor.canvas}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        colorMode={scheme}
        nodesDraggable={false}
        nodesConnectable={false}
        fitView
        fitViewOptions={{ maxZoom: 1 }}
        proOptions={{ hideAttribution: true }}
        onNodeClick={(_, node) => choose(node.id.split(".").map(Number))}
        onSelectionChange={({ nodes: [node] }) => {
          const path = node?.id.split(".").map(Number);
          if (path && !samePath(path, chosen)) choose(path);
        }}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
