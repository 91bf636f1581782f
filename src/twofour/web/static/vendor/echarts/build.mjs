import { use, init } from "echarts/core";
import { LineChart, BarChart } from "echarts/charts";
import { GridComponent, TooltipComponent, LegendComponent, LegendScrollComponent, MarkLineComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";
use([LineChart, BarChart, GridComponent, TooltipComponent, LegendComponent, LegendScrollComponent, MarkLineComponent, SVGRenderer]);
window.echarts = { init };
