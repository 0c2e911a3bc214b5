import java.io.File;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeDirectionDefault;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/** Opens files with Gephi's own importers and prints nodes and edges of each. */
public class Count {
    public static void main(String[] files) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        for (String file : files) {
            projects.newProject();
            Workspace workspace = projects.getCurrentWorkspace();
            Container container = importer.importFile(new File(file));
            container.getLoader().setEdgeDefault(EdgeDirectionDefault.DIRECTED);
            container.getLoader().setEdgesMergeStrategy(org.gephi.io.importer.api.EdgeMergeStrategy.NO_MERGE);
            importer.process(container, new DefaultProcessor(), workspace);
            GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
            System.out.println("COUNT " + model.getGraph().getNodeCount() + " " + model.getGraph().getEdgeCount());
        }
    }
}
